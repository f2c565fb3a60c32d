"""The web page, the API page and the OpenAPI document: complete, offline, and gone when they are switched off."""

import re

import pytest

from running_server import ROOT

FILES = sorted(path.name for path in (ROOT / "web").iterdir())


@pytest.mark.parametrize("page", ["/web/", "/docs"])
def test_a_page_needs_nothing_from_elsewhere(server, page):
    status, headers, body = server.request("GET", page)
    text = body.decode()
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    links = re.findall(r'(?:src|href)="([^"#]+)"', text)
    assert links and not [link for link in links if "://" in link or link.startswith("//")]
    for link in links:
        path = {"../docs": "/docs", "web/": "/web/", "openapi.json": "/openapi.json"}.get(link) or "/web/" + link.removeprefix("web/")
        assert server.request("GET", path)[0] == 200, link


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_folder_is_in_the_program(server, name):
    status, headers, body = server.request("GET", "/web/" + name)
    assert status == 200 and body == (ROOT / "web" / name).read_bytes()
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
    assert headers["Content-Type"].startswith(kinds[name[name.rindex("."):]])


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_modules_import_what_is_there(name):
    text = (ROOT / "web" / name).read_text(encoding="utf-8")
    assert {found.removeprefix("./") for found in re.findall(r'from "([^"]+)"', text)} <= set(FILES)
    assert "http://" not in text and "https://" not in text and "eval(" not in text and "innerHTML" not in text


def test_the_root_leads_to_the_page(server):
    for path in ["/", "/web"]:
        status, headers, _ = server.request("GET", path)
        assert status == 307 and headers["Location"] == "web/"


def test_other_files_are_not_there(server):
    for path in ["/web/nothing.js", "/web/..%2Fapp.js", "/web/%2e%2e/%2e%2e/etc/passwd", "/web/index.html/x"]:
        assert server.request("GET", path)[0] == 404, path


def test_they_can_be_switched_off(start_server):
    server = start_server("--web", "false")
    for path in ["/", "/web", "/web/", "/web/app.js", "/docs", "/openapi.json"]:
        status, _, body = server.request("GET", path)
        assert status == 403 and b"web" in body, path
    assert server.speak(input="Hi.")[0] == 200
    assert server.stop() == 0
