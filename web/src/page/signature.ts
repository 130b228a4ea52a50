// A signature by hand: strokes with time and pressure go into one hidden field; the server draws their picture.
import SignaturePad from "signature_pad";
import { eachArriving } from "./arriving";
import { word } from "./words";

type Stroke = { points: { x: number; y: number; time: number; pressure: number }[] };

function start(box: HTMLElement): void {
  const [canvas, field, state] = [box.querySelector("canvas"), box.querySelector("input"), box.querySelector("[data-state]")];
  if (!canvas || !field) return;
  const pad = new SignaturePad(canvas, { penColor: "#10161a", minWidth: 0.9, maxWidth: 2.8 });
  fit(canvas, pad);
  const say = (): void => { if (state) state.textContent = word(pad.isEmpty() ? "unsigned" : "signed"); };
  if (field.value) pad.fromData(groups(field.value));
  say();
  const save = (): void => {
    field.value = pad.isEmpty() ? "" : JSON.stringify({ strokes: strokes(pad.toData()) });
    say();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  pad.addEventListener("endStroke", save);
  box.querySelector("[data-clear]")?.addEventListener("click", () => { pad.clear(); save(); });
  box.querySelector("[data-undo]")?.addEventListener("click", () => { pad.fromData(pad.toData().slice(0, -1)); save(); });
}

const strokes = (data: Stroke[]): number[][][] =>
  data.map((s) => s.points.map((p) => [Math.round(p.x * 10) / 10, Math.round(p.y * 10) / 10, p.time, Math.round(p.pressure * 1000) / 1000]));

function groups(value: string): Parameters<SignaturePad["fromData"]>[0] {
  const kept = JSON.parse(value) as { strokes: [number, number, number, number][][] };
  return kept.strokes.map((s) => ({
    penColor: "#10161a", dotSize: 0, minWidth: 0.9, maxWidth: 2.8, velocityFilterWeight: 0.7, compositeOperation: "source-over" as const,
    points: s.map(([x, y, time, pressure]) => ({ x, y, time, pressure })),
  }));
}

/** As many dots as the screen has, so that the line is sharp. */
function fit(canvas: HTMLCanvasElement, pad: SignaturePad): void {
  const ratio = Math.max(devicePixelRatio, 1);
  const { width, height } = canvas.getBoundingClientRect();
  if (!width) return;
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  canvas.getContext("2d")?.scale(ratio, ratio);
  pad.clear();
}

export const startSignatures = (): void => eachArriving("[data-signature]", start);
