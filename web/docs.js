// The API page: the OpenAPI document, to be read.

const main = document.getElementById("main");
let schemas = {};

function element(name, attributes = {}, ...children) {
  const out = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) out.setAttribute(key, value);
  out.append(...children);
  return out;
}

const code = (text) => element("code", {}, text);

function resolve(schema) {
  return schema.$ref ? { ...schemas[schema.$ref.split("/").pop()], ...schema } : schema;
}

function typeName(schema) {
  const full = resolve(schema);
  const types = [full.type].flat().filter((t) => t && t !== "null");
  return types.map((t) => (t === "array" && full.items ? `array of ${typeName(full.items)}` : t)).join(" or ");
}

function bounds(schema) {
  const out = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    out.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  }
  for (const [high, unit] of [["maxLength", "characters"], ["maxItems", "items"], ["maxProperties", "members"]]) {
    if (schema[high] !== undefined) out.push(`at most ${schema[high]} ${unit}`);
  }
  return out.join(", ");
}

function meaning(schema) {
  const cell = element("td");
  if (schema.description) cell.append(schema.description, " ");
  const choices = (schema.enum ?? []).filter((c) => c !== null);
  if (choices.length) cell.append("One of ", ...choices.flatMap((c, i) => (i ? [", ", code(c)] : [code(c)])), ". ");
  const limits = bounds(schema);
  if (limits) cell.append(`${limits[0].toUpperCase()}${limits.slice(1)}.`);
  return cell;
}

/** One row a field; the fields of objects follow below, indented. */
function rows(schema, depth = 0) {
  const full = resolve(schema);
  return Object.entries(full.properties ?? {}).flatMap(([name, field]) => {
    const fieldFull = resolve(field);
    const required = full.required?.includes(name);
    const value = fieldFull.default === undefined ? (required ? "required" : "") : JSON.stringify(fieldFull.default);
    const row = element("tr", {},
      element("td", { class: `depth-${depth}` }, code(name)), element("td", {}, typeName(field)), element("td", {}, value), meaning(fieldFull));
    if (depth > 2) return [row];
    const inner = fieldFull.items && resolve(fieldFull.items).properties
      ? rows(fieldFull.items, depth + 1)
      : rows(field, depth + 1);
    return [row, ...inner];
  });
}

function table(third, body) {
  const head = ["Name", "Type", third, "Meaning"].map((text) => element("th", { scope: "col" }, text));
  return element("div", { class: "table" },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
}

function parameters(list) {
  return table("", list.map((p) =>
    element("tr", {}, element("td", {}, code(p.name)), element("td", {}, typeName(p.schema)),
      element("td", {}, p.required ? "required" : p.in), meaning({ ...p.schema, description: p.description }))));
}

function exampleOf(schema) {
  const full = resolve(schema);
  if (full.examples) return full.examples[0];
  if (full.items) return [exampleOf(full.items)];
  const fields = Object.entries(full.properties ?? {})
    .filter(([name, field]) => full.required?.includes(name) || resolve(field).examples)
    .map(([name, field]) => [name, exampleOf(field)]);
  return fields.length ? Object.fromEntries(fields) : full.default ?? "…";
}

function curl(method, path, operation) {
  const url = `${location.origin}${path}`;
  const content = operation.requestBody?.content ?? {};
  const type = Object.keys(content)[0];
  if (!type) return method === "get" ? `curl ${url}` : `curl -X ${method.toUpperCase()} ${url}`;
  const body = type === "application/json" ? JSON.stringify(exampleOf(content[type].schema)) : "…";
  return `curl ${url} -H "Content-Type: ${type}" \\\n  -d '${body.replaceAll("'", "'\\''")}'`;
}

function responses(operation) {
  const good = Object.entries(operation.responses).filter(([status]) => status < "400");
  const bad = Object.keys(operation.responses).filter((status) => status >= "400");
  const lines = good.map(([status, response]) => {
    const types = Object.keys(response.content ?? {});
    const line = element("p", {}, code(status), ` ${response.description}`);
    if (types.length) line.append(": ", ...types.flatMap((t, i) => (i ? [", ", code(t)] : [code(t)])));
    const body = response.content?.["application/json"]?.schema;
    const fields = body ? rows(body) : [];
    return fields.length ? element("div", {}, line, table("", fields)) : line;
  });
  return [...lines, element("p", {}, "Errors: ", ...bad.flatMap((s, i) => (i ? [", ", code(s)] : [code(s)])))];
}

function article(path, method, operation) {
  const body = Object.values(operation.requestBody?.content ?? {})[0];
  const out = element("article", { id: operation.operationId },
    element("h3", {}, element("code", {}, element("span", { class: "method" }, method.toUpperCase()), ` ${path}`), operation.summary));
  if (operation.description) out.append(element("p", {}, operation.description));
  if (operation.parameters) out.append(element("h4", {}, "Parameters"), parameters(operation.parameters));
  if (body) {
    out.append(element("h4", {}, "Body"));
    const fields = rows(body.schema);
    out.append(fields.length ? table("Default", fields) : element("p", {}, typeName(body.schema)));
  }
  out.append(element("h4", {}, "Answer"), ...responses(operation), element("h4", {}, "Example"),
    element("pre", { tabindex: "0" }, curl(method, path, operation)));
  return out;
}

function show(specification) {
  schemas = specification.components.schemas;
  const operations = Object.entries(specification.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  const groups = specification.tags.map((tag) => tag.name);
  const list = operations.map(({ path, method, operation }) =>
    element("li", {}, element("a", { href: `#${operation.operationId}` }, code(`${method.toUpperCase()} ${path}`))));
  main.replaceChildren(
    element("p", {}, `${specification.info.title} ${specification.info.version}. ${specification.info.description}`),
    element("nav", { "aria-label": "Routes" }, element("ul", {}, ...list)),
    ...groups.flatMap((group) => [
      element("h2", {}, group),
      ...operations.filter((o) => o.operation.tags.includes(group)).map((o) => article(o.path, o.method, o.operation)),
    ]),
  );
  main.removeAttribute("aria-busy");
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

try {
  const response = await fetch("openapi.json");
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  show(await response.json());
} catch (error) {
  main.replaceChildren(element("p", { class: "error", role: "alert" }, `The document could not be read. ${error.message}`));
}
