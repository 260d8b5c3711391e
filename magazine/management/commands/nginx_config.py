from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import Client

from magazine.middleware import HEADERS

# Said by nginx for the files it serves. The rest of a page's headers depend on its bytes.
LEFT_OUT = {"content-type", "content-length", "vary", "etag", "last-modified", "cache-control"}

TLS = """\
    # The certificate's files, wherever your client for them keeps these:
    ssl_certificate     /etc/letsencrypt/live/magazine/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/magazine/privkey.pem;
"""

CONFIG = """\
# Made by `manage.py nginx_config`; make it anew after an upgrade.
# Pages stand in a folder for five seconds each; its name is the clock's.
map $msec $page_slot {{
    "~^(?<tens>\\d{{9}})[0-4]"  "${{tens}}0";
    "~^(?<tens>\\d{{9}})[5-9]"  "${{tens}}5";
}}
# Only an address without a query is a file.
map $args $page_folder {{
    ""       "$page_slot";
    default  "none";
}}

upstream magazine {{
    server {upstream};
    keepalive 32;
}}

server {{
    listen {listen};
    server_name {host};
{tls}
    client_max_body_size 128m;
    gzip_static on;
    gzip_vary on;

    location /static/ {{
        alias {data}/static/;
        add_header Cache-Control "public, max-age=31536000, immutable";
        add_header Cross-Origin-Resource-Policy cross-origin;
{file_headers}
    }}

    location / {{
        root {data}/pages/files/now/$page_folder;
        default_type text/html;
        charset utf-8;
        add_header Cache-Control "max-age=0, must-revalidate";
{headers}
        # Looked for by opening it: try_files would ask for it first, a tenth of the work.
        rewrite ^ ${{uri}}index.html break;
        # What is no file, and what a file does not answer, such as a POST, the magazine does.
        error_page 404 405 = @magazine;
        log_not_found off;
    }}

    location @magazine {{
        # As it was asked for, since it was rewritten above.
        proxy_pass http://magazine$request_uri;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
    }}
}}
"""


class Command(BaseCommand):
    help = "Print a configuration for nginx in front of this magazine. Needs PAGE_FILES=on."

    def add_arguments(self, parser):
        parser.add_argument("--listen", help="address and port of nginx")
        parser.add_argument("--upstream", default=f"127.0.0.1:{settings.PORT}")

    def handle(self, *, listen, upstream, **options):
        self.stdout.write(
            CONFIG.format(
                upstream=upstream,
                listen=listen or ("443 ssl" if settings.SECURE else "127.0.0.1:8080"),
                host=urlsplit(settings.SITE_ADDRESS).hostname,
                data=settings.DATA_DIR,
                tls=TLS if settings.SECURE else "",
                headers="\n".join(page_headers()),
                file_headers="\n".join(map(as_line, HEADERS.items())),
            ),
            ending="",
        )


def page_headers():
    """The lines that make nginx say of a page what the magazine itself says of it."""
    response = Client().get("/", secure=settings.SECURE, headers={"host": settings.SITE_URL.netloc})
    for name, value in response.headers.items():
        if name.lower() not in LEFT_OUT:
            yield as_line((name, value))


def as_line(header):
    name, value = header
    return f'        add_header {name} "{value}";'
