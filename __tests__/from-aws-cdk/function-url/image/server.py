import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Chat(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for word in ("Hello", " ", "there"):
            self.wfile.write(word.encode())
            self.wfile.flush()


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Chat).serve_forever()
