# Where everything goes that is built or installed on the way, outside of the tree. Sourced, never run.

export COGNITO_AUTH_CACHE=${COGNITO_AUTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cognito-auth}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$COGNITO_AUTH_CACHE/target}
