// Two tones, made here: no file to load. Browsers let a page sound only after somebody has touched it; until then the
// alarm is seen, and sounds from the first touch on.
let audio: AudioContext | undefined;

export function chime(): void {
  audio ??= new AudioContext();
  if (audio.state === "suspended") return void audio.resume().catch(() => undefined);
  tone(audio, 880, 0);
  tone(audio, 660, 0.22);
}

function tone(on: AudioContext, hertz: number, after: number): void {
  const [source, volume, start] = [on.createOscillator(), on.createGain(), on.currentTime + after];
  source.type = "triangle";
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.35, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
  source.connect(volume).connect(on.destination);
  source.start(start);
  source.stop(start + 0.22);
}
