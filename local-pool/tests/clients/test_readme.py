"""Runs the lines of the README and of two pages in docs as they stand there, but with the address of a running pool."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import jwt
from pool import PASSWORD, Pool, PoolTest

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
TOKENS = HERE.parents[1] / "docs/tokens.md"
POOLS = HERE.parents[1] / "docs/pools.md"
ADDRESS = "http://127.0.0.1:9229"


def blocks(page, language, heading=None):
    """The fenced blocks of a language, on the whole page or under one heading."""
    found, above, lines = [], None, None
    for line in page.read_text().splitlines():
        if line.startswith("```"):
            if lines is None:
                opened, lines = line[3:].partition(",")[0], []
            else:
                if opened == language and heading in (None, above):
                    found.append("\n".join(lines))
                lines = None
        elif lines is not None:
            lines.append(line)
        elif line.startswith("#"):
            above = line.lstrip("#").strip()
    return found


class Lines(PoolTest):
    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        file = self.folder / name
        file.write_text(text.replace(ADDRESS, self.pool.url))
        return file

    def output(self, *command, **variables):
        """Runs a command, and returns what it prints."""
        ran = subprocess.run(
            command, cwd=self.folder, env=os.environ | variables, text=True, capture_output=True, timeout=300
        )
        self.assertEqual(ran.returncode, 0, f"{ran.stdout}\n{ran.stderr}")
        return ran.stdout


class FirstLines(Lines):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The README's lines for the environment, as a shell understands them.
        (exports,) = [block for block in blocks(README, "sh", "The first lines") if "export" in block]
        script = exports.replace(ADDRESS, cls.pool.url) + "\nenv -0"
        # Nothing else may tell the SDKs where the pool is.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        shown = subprocess.run(["bash", "-ec", script], env=environment, capture_output=True, text=True, check=True).stdout
        cls.variables = dict(line.split("=", 1) for line in shown.split("\0") if line.startswith("AWS_"))
        assert len(cls.variables) == 6, cls.variables

    def only(self, language, heading):
        (block,) = blocks(README, language, heading)
        return block

    def signs_ada_up_and_in(self, printed):
        self.assertTrue(printed.endswith("ada\n"), printed)
        operations = [row["operation"] for row in self.pool.control("GET", "requests") if row["status"] == 200]
        self.assertEqual(operations[0], "SignUp")
        self.assertEqual(operations[-1], "GetUser")

    def test_aws_cli(self):
        # The last line of the block deletes what the others have made.
        *lines, reset = self.only("sh", "AWS CLI").splitlines()
        self.assertIn("/_pool/reset", reset)
        file = self.write("first.sh", "\n".join(lines))
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        printed = self.output("bash", "-e", str(file), **self.variables, PATH=path)
        self.assertIn(self.pool.latest_code("ada"), printed)
        self.signs_ada_up_and_in(printed)
        self.output("bash", "-e", str(self.write("reset.sh", reset)))
        self.assertEqual(self.cognito.list_users(UserPoolId="local_LocalPool")["Users"], [])

    def test_boto3(self):
        file = self.write("first.py", self.only("python", "Python: boto3"))
        self.signs_ada_up_and_in(self.output(sys.executable, str(file), **self.variables))

    def test_pycognito(self):
        file = self.write("first.py", self.only("python", "Python: pycognito, with SRP"))
        self.signs_ada_up_and_in(self.output(sys.executable, str(file), **self.variables))

    def javascript(self, heading):
        # Node looks for packages beside the file that imports them.
        packages = Path(os.environ["CLIENTS_JAVASCRIPT"])
        (self.folder / "node_modules").symlink_to(packages / "node_modules")
        file = self.write("first.mjs", self.only("js", heading))
        return self.output("node", str(file), **self.variables)

    def test_javascript_sdk(self):
        self.signs_ada_up_and_in(self.javascript("JavaScript: AWS SDK v3"))

    def test_amplify(self):
        self.assertEqual(self.javascript("JavaScript: Amplify").splitlines()[-1], "ada")

    def test_go_sdk(self):
        for name in ("go.mod", "go.sum"):
            shutil.copy(HERE / "go" / name, self.folder)
        self.write("main.go", self.only("go", "Go: AWS SDK v2"))
        # With -trimpath, the build's cache serves every folder.
        printed = self.output("go", "run", "-mod=readonly", "-trimpath", "-buildvcs=false", ".", **self.variables)
        self.signs_ada_up_and_in(printed)

    def test_java_sdk(self):
        file = self.write("First.java", self.only("java", "Java: AWS SDK v2"))
        jars = os.path.join(os.environ["CLIENTS_JAVA"], "*")
        printed = self.output("java", "-cp", jars, str(file), **self.variables)
        self.signs_ada_up_and_in(printed)


class ControlLines(Lines):
    def test_curls_lines_for_tests(self):
        (block,) = blocks(README, "sh", "In tests")
        before = self.pool.control("GET", "clock")["now"]
        self.output("bash", "-ec", block.replace(ADDRESS, self.pool.url))
        self.assertGreaterEqual(self.pool.control("GET", "clock")["now"], before + 3600)
        self.refused("TooManyRequestsException", "Rate exceeded", self.sign_in)

    def test_the_configuration_file(self):
        (block,) = blocks(POOLS, "json")
        pool = Pool("--config", str(self.write("pools.json", block)))
        self.addCleanup(pool.stop)
        cognito = pool.boto3()
        self.assertEqual(cognito.describe_user_pool(UserPoolId="local_Shop")["UserPool"]["Name"], "shop")
        groups = cognito.admin_list_groups_for_user(UserPoolId="local_Shop", Username="ada@example.com")["Groups"]
        self.assertEqual([group["GroupName"] for group in groups], ["staff"])


class Verifiers(Lines):
    """The lines of docs/tokens.md. verifiers.test.mjs and test_verifiers.py have more cases."""

    def id_token(self):
        self.sign_up_confirmed("ada")
        return self.sign_in()["AuthenticationResult"]["IdToken"]

    def javascript(self, pool, package, token, number=0):
        """Writes the lines that import from a package into a file. Returns the command to run them, and the token."""
        (self.folder / "node_modules").unlink(missing_ok=True)
        (self.folder / "node_modules").symlink_to(Path(os.environ["CLIENTS_JAVASCRIPT"]) / "node_modules")
        block = [one for one in blocks(TOKENS, "js") if f'from "{package}"' in one][number]
        text = f"const token = process.env.TOKEN;\n{block}\nconsole.log(claims.sub);"
        file = self.folder / "verify.mjs"
        file.write_text(text.replace(ADDRESS, pool.url))
        return ["node", str(file)], token

    def python(self, token):
        (block,) = blocks(TOKENS, "python")
        text = f'import os\ntoken = os.environ["TOKEN"]\n{block}\nprint(claims["sub"])'
        return [sys.executable, str(self.write("verify.py", text))], token

    def verifies(self, command, token):
        subject = jwt.decode(token, options={"verify_signature": False})["sub"]
        self.assertEqual(self.output(*command, TOKEN=token), f"{subject}\n")
        signed, _, signature = token.rpartition(".")
        changed = os.environ | {"TOKEN": f"{signed}.{signature[::-1]}"}
        ran = subprocess.run(command, cwd=self.folder, env=changed, text=True, capture_output=True, timeout=60)
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn("ignature", ran.stderr)

    def test_pyjwt(self):
        self.verifies(*self.python(self.id_token()))

    def test_jose(self):
        self.verifies(*self.javascript(self.pool, "jose", self.id_token()))

    def test_aws_jwt_verify(self):
        self.verifies(*self.javascript(self.pool, "aws-jwt-verify", self.id_token(), number=1))

    def test_aws_jwt_verify_with_awss_issuer(self):
        pool = Pool("--issuer", "aws")
        self.addCleanup(pool.stop)
        self.cognito = pool.boto3(region="eu-central-1")
        shop = {"UserPoolId": "eu-central-1_Shop"}
        self.cognito.create_user_pool(PoolName="shop", UserPoolTags={"_custom_id_": shop["UserPoolId"]})
        self.cognito.create_user_pool_client(
            **shop, ClientName="_custom_id_:shop-app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )
        self.cognito.admin_create_user(**shop, Username="ada", MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(**shop, Username="ada", Password=PASSWORD, Permanent=True)
        token = self.sign_in(client_id="shop-app")["AuthenticationResult"]["AccessToken"]
        self.verifies(*self.javascript(pool, "aws-jwt-verify", token))
