import io

from django.core.wsgi import get_wsgi_application

from magazine.page_cache.front_door import FrontDoor
from magazine.page_cache.pulse import Pulse
from magazine.page_cache.shelves import Files


class Reader:
    """Asks a front door as a server would; `made` counts what Django had to render."""

    def __init__(self, folder, application=None):
        self.made = []
        self.application = application or get_wsgi_application()
        self.pulse = Pulse(folder / "pulse")
        self.door = FrontDoor(self.count, self.pulse, Files(folder))

    def count(self, environ, start_response):
        self.made.append(environ["PATH_INFO"])
        return self.application(environ, start_response)

    def get(self, path, query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **headers,
        }
        said = []

        def start_response(status, headers, exc_info=None):
            said[:] = [int(status.split()[0]), {name.lower(): value for name, value in headers}]

        body = b"".join(self.door(environ, start_response))
        return said[0], said[1], body
