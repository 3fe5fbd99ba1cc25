"""An app's triggers: functions that get Cognito's event and return it, served over HTTP."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Triggers:
    """Serves one handler. If the handler raises an exception, the response reports it as Lambda does."""

    def __init__(self, handler):
        self.events = []

        class Served(BaseHTTPRequestHandler):
            def do_POST(served):
                event = json.loads(served.rfile.read(int(served.headers["content-length"])))
                self.events.append(json.loads(json.dumps(event)))
                try:
                    answer = handler(event)
                except Exception as error:
                    answer = {"errorMessage": str(error), "errorType": type(error).__name__}
                body = json.dumps(answer).encode()
                served.send_response(200)
                served.send_header("content-length", str(len(body)))
                served.end_headers()
                served.wfile.write(body)

            def log_message(served, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def sources(self):
        return [event["triggerSource"] for event in self.events]
