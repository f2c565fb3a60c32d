"""The OpenAPI document is valid, describes every route, and the server keeps to it."""

import json
from urllib.parse import quote

import jsonschema
import openapi_spec_validator
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import (content_type_conformance, response_headers_conformance,
                                               response_schema_conformance, status_code_conformance)


def fits(value, schema, document):
    """Whether the value is as the schema says, whose references are to the document's components."""
    validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
    return validator.is_valid(value)


def no_server_error(_, response, case):
    """As schemathesis' own check, but v0.19 is not installed here, which is documented to be 503."""
    if response.status_code >= 500:
        assert response.status_code == 503 and response.json()["error"]["code"] == "model_missing", response.text


CHECKS = [no_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
          response_schema_conformance]


@pytest.fixture(scope="module")
def schema(server):
    """Only what fits the document: to make what does not costs it minutes, and the tests of wrong values have more."""
    made = schemathesis.openapi.from_url(server.url + "/openapi.json")
    made.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])
    return made


specification = schemathesis.pytest.from_fixture("schema")


def test_the_document_is_valid(server):
    status, headers, body = server.request("GET", "/openapi.json")
    assert status == 200 and headers["Content-Type"] == "application/json"
    openapi_spec_validator.validate(json.loads(body))


def test_examples_and_defaults_are_what_they_document(server):
    """Every default and example fits its own schema: the document does not contradict itself."""
    document = server.get_json("/openapi.json")[1]

    def walk(node):
        if isinstance(node, dict):
            if "type" in node or "$ref" in node:
                for value in ([node["default"]] if "default" in node else []) + node.get("examples", []):
                    assert fits(value, node, document), (value, node)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(document)


def test_every_operation_says_what_it_is(server):
    document = server.get_json("/openapi.json")[1]
    operations = [(method, path, operation) for path, methods in document["paths"].items()
                  for method, operation in methods.items()]
    assert len(operations) >= 12
    assert len({operation["operationId"] for _, _, operation in operations}) == len(operations)
    for method, path, operation in operations:
        assert operation["summary"] and operation["tags"], (method, path)
        assert any(status < "400" for status in operation["responses"]), (method, path)
        named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}, (method, path)


def test_defaults_of_the_document_are_the_server_s(server):
    properties = server.get_json("/openapi.json")[1]["components"]["schemas"]["SpeechRequest"]["properties"]
    defaults = {name: field["default"] for name, field in properties.items() if "default" in field}
    plain = server.speak(input="Hello.")
    assert server.speak(input="Hello.", **defaults)[2] == plain[2] and plain[0] == 200


@specification.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))
def test_the_server_keeps_to_it(case):
    response = case.call(allow_redirects=False)
    case.validate_response(response, checks=CHECKS)


WRONG = ["", "no such thing", "x" * 100_001, "\0", True, -1, 0, 1, 1.5, 1e9, -1e9, [], [1], {}, {"a": 1}, {"a": {"b": []}}]


def example_of(schema, document):
    """A body of the required fields, or where none is, of those with an example."""
    schema = resolve(schema, document)
    if "examples" in schema:
        return schema["examples"][0]
    if "items" in schema:
        return [example_of(schema["items"], document)]
    wanted = schema.get("required") or [n for n, f in schema.get("properties", {}).items() if "examples" in f]
    fields = {name: example_of(field, document) for name, field in schema.get("properties", {}).items() if name in wanted}
    return fields or schema.get("default", "x")


def resolve(schema, document):
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return document["components"]["schemas"][name] | schema if name else schema


def places(schema, document, path=()):
    """Where a field can stand in a body: names, and 0 for the first of a list."""
    schema = resolve(schema, document)
    for name, field in schema.get("properties", {}).items():
        yield (*path, name)
        yield from places(field, document, (*path, name))
    for key, inner in (("any", schema.get("additionalProperties")), (0, schema.get("items"))):
        if isinstance(inner, dict):
            yield (*path, key)
            yield from places(inner, document, (*path, key))


def put(body, path, value, schema, document):
    """The body with the value there; what the way there needs is made."""
    if not path:
        return value
    schema = resolve(schema, document)
    key = path[0]
    if isinstance(key, int):
        inner = schema["items"]
        return [put(body[0] if isinstance(body, list) and body else example_of(inner, document), path[1:], value, inner,
                    document)]
    inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    body = body if isinstance(body, dict) else {}
    return body | {key: put(body.get(key), path[1:], value, inner, document)}


def bodies(document):
    for path, methods in document["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            yield path, content["application/json"]["schema"]


def test_every_field_refuses_what_does_not_fit(server):
    document = server.get_json("/openapi.json")[1]
    connection = server.connect()
    tried = 0
    for path, schema in bodies(document):
        validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
        example = example_of(schema, document)
        assert validator.is_valid(example), (path, example)
        for place in [(), *places(schema, document)]:
            for wrong in WRONG:
                body = put(example, place, wrong, schema, document)
                if validator.is_valid(body):
                    continue
                connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
                response = connection.getresponse()
                error = json.loads(response.read())["error"]
                assert response.status in (400, 413, 422), (path, place, str(body)[:200], response.status)
                assert not place or error["param"], (path, place, error)
                tried += 1
    connection.close()
    assert tried > 1000


def test_every_query_parameter_refuses_what_does_not_fit(start_server):
    server = start_server("--allow-unload", "true", "--allow-voice-saving", "true")
    document = server.get_json("/openapi.json")[1]
    tried = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            body = json.dumps(example_of(content["schema"], document)) if content else None
            for parameter in (p for p in operation.get("parameters", []) if p["in"] == "query"):
                schema = parameter["schema"]
                values = ["no such thing", "x" * 1001, "TRUE!", "2", ""]
                if schema["type"] == "string" and "enum" not in schema:
                    values = [value for value in values if not fits(value, schema, document)]
                elif schema["type"] == "boolean":
                    values.remove("")  # "?legacy" is a flag
                assert values, (path, parameter)
                for value in values:
                    status, _, answer = server.request(method.upper(), f"{path}?{parameter['name']}={quote(value)}", body,
                                                       {"Content-Type": "application/json"} if body else {})
                    assert status in (400, 422), (path, parameter["name"], value, status, answer)
                    assert json.loads(answer)["error"]["param"] == parameter["name"]
                    tried += 1
    assert tried >= 15
    assert server.stop() == 0


def test_keys_are_asked_for_where_it_says_so(start_server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("secret-key-1\n")
    keys.chmod(0o600)
    server = start_server("--api-key-file", str(keys))
    for path, methods in server.get_json("/openapi.json")[1]["paths"].items():
        for method, operation in methods.items():
            status, headers, _ = server.request(method.upper(), path)
            assert (status == 401) == bool(operation["security"]), (method, path, status)
            if status == 401:
                assert headers["WWW-Authenticate"].startswith("Bearer")
                with_key = server.request(method.upper(), path, None, {"Authorization": "Bearer secret-key-1"})
                assert with_key[0] != 401
    assert server.stop() == 0
