func show(error: AuthError) {
  if case .service(let description, _, let underlying) = error { print(description, underlying) }
}
