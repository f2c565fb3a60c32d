// Shows the text and marks the word that is being heard.

export class ReadAlong {
  /** `text` as it was sent; times name its characters (code points). */
  constructor(element, text) {
    this.element = element;
    this.characters = Array.from(text);
    this.shown = 0;
    this.words = []; // {start, end, span}
    this.current = -1;
    this.rest = document.createTextNode(text);
    element.replaceChildren(this.rest);
    element.scrollTop = 0;
  }

  /** [{start_time, end_time, start_char, end_char}] in the order of the text. */
  add(timestamps) {
    for (const stamp of timestamps) {
      const last = this.words.at(-1);
      if (stamp.start_char < this.shown) {
        // Several spoken words with one written place ("$5").
        if (last) last.end = stamp.end_time;
        continue;
      }
      const span = document.createElement("span");
      span.textContent = this.characters.slice(stamp.start_char, stamp.end_char).join("");
      const between = this.characters.slice(this.shown, stamp.start_char).join("");
      this.element.insertBefore(document.createTextNode(between), this.rest);
      this.element.insertBefore(span, this.rest);
      this.shown = stamp.end_char;
      this.words.push({ start: stamp.start_time, end: stamp.end_time, span });
    }
    this.rest.data = this.characters.slice(this.shown).join("");
  }

  /** Marks the word of that second. */
  show(seconds) {
    let next = this.current;
    if (next >= 0 && this.words[next].start > seconds) next = -1;
    while (next + 1 < this.words.length && this.words[next + 1].start <= seconds) next++;
    if (next === this.current) return;
    this.clear();
    this.current = next;
    if (next < 0) return;
    const { span } = this.words[next];
    span.classList.add("spoken");
    const box = this.element.getBoundingClientRect();
    const at = span.getBoundingClientRect();
    if (at.bottom > box.bottom || at.top < box.top) this.element.scrollTop += at.top - box.top - box.height / 3;
  }

  clear() {
    this.words[this.current]?.span.classList.remove("spoken");
    this.current = -1;
  }
}
