// Plays 16-bit samples at 24 kHz as they come.

const RATE = 24000;
const START_DELAY_S = 0.08;

function samplesOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const samples = new Float32Array(bytes.length / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true) / 32768;
  return samples;
}

export class Player {
  /** Must be made in answer to a click or a key: browsers allow sound only then. */
  constructor() {
    this.context = new AudioContext({ sampleRate: RATE });
    this.pieces = []; // {audio, start}: seconds of the speech, and of the context's clock
    this.length = 0;
    this.end = 0;
    this.ended = false;
  }

  /** The next samples, little-endian in base64. */
  append(base64) {
    const samples = samplesOf(base64);
    if (samples.length === 0) return;
    const buffer = this.context.createBuffer(1, samples.length, RATE);
    buffer.copyToChannel(samples, 0);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    const start = Math.max(this.end, this.context.currentTime + (this.end > this.context.currentTime ? 0 : START_DELAY_S));
    source.start(start);
    this.pieces.push({ audio: this.length, start });
    this.length += samples.length / RATE;
    this.end = start + samples.length / RATE;
  }

  /** No more samples will come. */
  finish() {
    this.ended = true;
  }

  /** Seconds of the speech that have been heard. */
  position() {
    const now = this.context.currentTime;
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle].start <= now) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const piece = this.pieces[low - 1];
    const limit = low < this.pieces.length ? this.pieces[low].audio : this.length;
    return Math.min(piece.audio + now - piece.start, limit);
  }

  get done() {
    return this.ended && this.context.currentTime >= this.end;
  }

  get paused() {
    return this.context.state === "suspended";
  }

  togglePause() {
    return this.paused ? this.context.resume() : this.context.suspend();
  }

  close() {
    if (this.context.state !== "closed") this.context.close();
  }
}
