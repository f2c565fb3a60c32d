"""Every wrong use in tests/data/wrong_use_http.tsv has its status, its field and a message that helps."""

import json
import re

import pytest

from running_server import ROOT


def read_table():
    lines = (ROOT / "tests" / "data" / "wrong_use_http.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 5 for row in rows)
    assert len(rows) >= 20
    return rows


@pytest.mark.parametrize("request_line,body,status,param,message", read_table())
def test_wrong_use(server, request_line, body, status, param, message):
    method, path, *content_type = request_line.split()
    headers = {"Content-Type": content_type[0] if content_type else "application/json"} if method == "POST" else {}
    actual_status, actual_headers, answer = server.request(method, path, body.encode() or None, headers)
    assert actual_status == int(status), answer
    assert actual_headers["Content-Type"] == "application/json"
    assert actual_headers["X-Request-Id"]
    error, detail = json.loads(answer)["error"], json.loads(answer)["detail"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["param"] == (None if param == "-" else param)
    assert re.search(message, error["message"]), error["message"]
    assert detail == {"error": error["code"], "message": error["message"], "type": error["type"]}
    assert str(ROOT) not in answer.decode(), "no paths of the server"
