// The web page: reads the form, speaks, marks the words, saves files.

import { Player } from "./player.js";
import { ReadAlong } from "./read_along.js";
import { fetchCopy, fetchFile, fetchVoices, speechEvents } from "./speech.js";

const at = (id) => document.getElementById(id);
const form = at("form");
const input = at("input");
const REMEMBERED = ["voice", "version", "format", "speed"];
const FIELDS = { input: "input", voice: "voice", "voice.id": "voice", version: "version", speed: "speed", response_format: "format" };

let voices = [];
let running = null; // {abort, player, readAlong}
let kept = null; // {asked, path}: the file of the speech that was heard last, as its call was written

function key() {
  return at("key").value.trim();
}

function call() {
  const out = {
    model: "kokoro",
    input: input.value,
    voice: at("voice").value,
    speed: Number(at("speed").value),
    ssml: at("ssml").checked,
    allow_voice_tags: at("tags").checked,
    seed: 0,
  };
  if (at("version").value) out.version = at("version").value;
  return out;
}

function say(text) {
  at("status").textContent = text;
}

function showError(error) {
  const field = at(FIELDS[error.param] ?? "") ?? null;
  at("error").textContent = error.message;
  at("error").hidden = false;
  if (field) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", "error");
    field.focus();
  }
}

function clearError() {
  at("error").hidden = true;
  for (const field of document.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
}

function setRunning(next) {
  running = next;
  at("pause").disabled = !next;
  at("stop").disabled = !next;
  at("pause").textContent = "Pause";
}

function stop(message = "Stopped.") {
  if (!running) return;
  running.abort.abort();
  running.player.close();
  running.readAlong.clear();
  setRunning(null);
  say(message);
}

function follow(run) {
  if (running !== run) return;
  run.readAlong.show(run.player.position());
  at("progress").max = run.player.length || 1;
  at("progress").value = run.player.position();
  if (run.player.done) return stop(`${run.player.length.toFixed(1)} seconds of speech.`);
  requestAnimationFrame(() => follow(run));
}

async function speak() {
  stop("");
  clearError();
  const wanted = wantedFile();
  const asked = { ...wanted, response_format: "pcm", download_format: wanted.response_format };
  const run = { abort: new AbortController(), player: new Player(), readAlong: new ReadAlong(at("read-along"), asked.input) };
  setRunning(run);
  at("reading").hidden = false;
  say("Working…");
  const started = performance.now();
  let first = true;
  let copy = null;
  try {
    for await (const event of speechEvents(asked, key(), run.abort.signal)) {
      if (event.type === "copy") copy = { asked: JSON.stringify(wanted), path: event.path };
      if (event.type === "speech.audio.timestamps") run.readAlong.add(event.timestamps);
      if (event.type === "speech.audio.delta") run.player.append(event.audio);
      if (!first || event.type !== "speech.audio.delta") continue;
      first = false;
      say(`First sound after ${Math.round(performance.now() - started)} ms.`);
      follow(run);
    }
    kept = copy;
    run.player.finish();
  } catch (error) {
    if (running !== run) return;
    stop("");
    at("reading").hidden = first;
    if (error.name !== "AbortError") showError(error);
  }
}

function wantedFile() {
  return { ...call(), response_format: at("format").value };
}

/** What was heard last is not made again. */
async function download() {
  clearError();
  const wanted = wantedFile();
  const format = wanted.response_format;
  const button = at("download");
  button.disabled = true;
  say("Making the file…");
  try {
    const known = kept?.asked === JSON.stringify(wanted);
    const blob = (known && (await fetchCopy(kept.path, key()))) || (await fetchFile(wanted, key()));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `speech.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(`Saved speech.${format}, ${(blob.size / 1000).toFixed(0)} kB.`);
  } catch (error) {
    say("");
    showError(error);
  } finally {
    button.disabled = false;
  }
}

function option(value, text) {
  const out = document.createElement("option");
  out.value = value;
  out.textContent = text;
  return out;
}

function languageName(tag) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

function showVoices(wanted) {
  const version = at("version").value;
  const groups = new Map();
  for (const voice of voices.filter((v) => !version || v.version === version)) {
    if (!groups.has(voice.language)) groups.set(voice.language, []);
    groups.get(voice.language).push(voice);
  }
  at("voice").replaceChildren(
    ...Array.from(groups, ([language, members]) => {
      const group = document.createElement("optgroup");
      group.label = languageName(language);
      group.append(...members.map((v) => option(v.id, v.gender === "unknown" || v.id.includes(v.gender) ? v.id : `${v.id} (${v.gender})`)));
      return group;
    }),
  );
  if (wanted && voices.some((v) => v.id === wanted)) at("voice").value = wanted;
  showLanguage();
}

function showLanguage() {
  const voice = voices.find((v) => v.id === at("voice").value);
  if (voice) at("read-along").lang = voice.language;
}

function showCount() {
  const count = Array.from(input.value).length;
  at("count").textContent = `${count} character${count === 1 ? "" : "s"}.`;
}

function remember() {
  for (const id of REMEMBERED) localStorage.setItem(`kokoro.${id}`, at(id).value);
  sessionStorage.setItem("kokoro.key", key());
}

async function loadVoices() {
  try {
    voices = await fetchVoices(key());
    const versions = [...new Set(voices.map((v) => v.version))].sort().reverse();
    at("version").replaceChildren(...versions.map((v) => option(v, v)));
    const version = localStorage.getItem("kokoro.version");
    if (versions.includes(version)) at("version").value = version;
    showVoices(localStorage.getItem("kokoro.voice"));
    clearError();
  } catch (error) {
    showError(error);
  }
}

for (const id of ["format", "speed"]) at(id).value = localStorage.getItem(`kokoro.${id}`) ?? at(id).value;
at("key").value = sessionStorage.getItem("kokoro.key") ?? "";

const showSpeed = () => (at("speed-shown").textContent = Number(at("speed").value).toFixed(2));
at("speed").addEventListener("input", showSpeed);
input.addEventListener("input", showCount);
at("version").addEventListener("change", () => showVoices(at("voice").value));
at("voice").addEventListener("change", showLanguage);
at("key").addEventListener("change", () => (remember(), loadVoices()));
form.addEventListener("change", remember);
form.addEventListener("submit", (event) => (event.preventDefault(), speak()));
at("stop").addEventListener("click", () => stop());
at("download").addEventListener("click", download);
at("pause").addEventListener("click", async () => {
  const run = running;
  await run?.player.togglePause();
  if (run && running === run) at("pause").textContent = run.player.paused ? "Resume" : "Pause";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) speak();
});

showSpeed();
showCount();
loadVoices();
