"""For the tests: servers that stand between the tool and a local pool, or that stand in for AWS."""

import http.client
import http.server
import json
import threading
import urllib.parse

KEPT = ("x-amz-target", "content-type", "authorization", "origin", "access-control-request-method")


class Response:
    """A response that a test can change. `dropped` closes the connection instead."""

    def __init__(self, operation, status, headers, text):
        self.operation, self.status, self.headers, self.text = operation, status, headers, text
        self.dropped = False

    @property
    def members(self):
        return json.loads(self.text)

    @members.setter
    def members(self, value):
        self.text = json.dumps(value)


class StandIn:
    """A server that runs within a `with` block, and keeps the requests that it gets as pairs of operation and body."""

    def __init__(self):
        self.requests = []
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except ConnectionError:
                    self.close_connection = True

            def respond(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                operation = (self.headers.get("x-amz-target") or self.path).split(".")[-1]
                stand_in.requests.append((operation, body))
                response = stand_in.response(self, operation, body)
                if response.dropped:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response_only(response.status)
                for name, value in response.headers.items():
                    self.send_header(name, value)
                content = response.text.encode()
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_OPTIONS = respond

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Proxy(StandIn):
    """Passes requests on to a server. `change` can alter each response. `before` can respond in the server's place."""

    def __init__(self, url, change=lambda _response: None, before=lambda _operation: None):
        super().__init__()
        self.host, self.change, self.before = urllib.parse.urlsplit(url).netloc, change, before

    def response(self, handler, operation, body):
        early = self.before(operation)
        if early:
            return early
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {name: handler.headers[name] for name in KEPT if name in handler.headers}
        connection.request(handler.command, handler.path, body.encode(), headers)
        found = connection.getresponse()
        kept = {name: value for name, value in found.getheaders() if name not in ("content-length", "connection")}
        response = Response(operation, found.status, kept, found.read().decode())
        connection.close()
        self.change(response)
        return response


class AccountService(StandIn):
    """AWS's STS, which only says whose account it is."""

    ACCOUNT = "123456789012"

    def response(self, _handler, _operation, _body):
        text = (
            '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
            f"<Arn>arn:aws:iam::{self.ACCOUNT}:user/any</Arn><UserId>any</UserId><Account>{self.ACCOUNT}</Account>"
            "</GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
        return Response("GetCallerIdentity", 200, {"content-type": "text/xml"}, text)
