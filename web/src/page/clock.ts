// The server's clock. The browser's own is never shown: only how much time has gone by since the server told us.
const shanghai = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

let told = Number(document.body?.dataset.now ?? Date.now());
let heard = performance.now();

/** The server's time now, in milliseconds since 1970. */
export const serverNow = (): number => told + (performance.now() - heard);

/** The live stream says what time it is on the server. */
export function setServerNow(ms: number): void {
  told = ms;
  heard = performance.now();
}

/** `22:20:05` and `11-23` in Asia/Shanghai. */
export function wall(ms: number): { time: string; date: string } {
  const part = Object.fromEntries(shanghai.formatToParts(ms).map((p) => [p.type, p.value]));
  return { time: `${part["hour"]}:${part["minute"]}:${part["second"]}`, date: `${part["month"]}-${part["day"]}` };
}

const tickers: (() => void)[] = [];

/** Called once a second, right after the second changes on the server's clock. */
export function everySecond(tick: () => void): void {
  tickers.push(tick);
}

export function startClock(): void {
  const place = document.querySelector<HTMLElement>("[data-clock]");
  everySecond(() => {
    if (!place) return;
    const { time, date } = wall(serverNow());
    const [day, hour] = [place.querySelector(".clock-date"), place.querySelector("b")];
    if (day) day.textContent = date;
    if (hour) hour.textContent = time;
  });
  const beat = (): void => {
    for (const tick of tickers) tick();
    setTimeout(beat, 1000 - (serverNow() % 1000) + 5);
  };
  beat();
}
