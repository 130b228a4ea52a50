// Paper: what is folded on the screen is open on it (but for long lists whose entries stand in the record anyway), and every page carries title and number in its margin.
const quoted = (text: string): string => `"${text.trim().replace(/["\\\n]/g, " ")}"`;

function unfold(): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>(".content details:not(.dropdown, [open], [data-folded-on-paper])")) {
    fold.open = true;
    window.addEventListener("afterprint", () => { fold.open = false; }, { once: true });
  }
}

/** Margin boxes know no element of the page, so their words are written as a rule. Older browsers print them once, on top. */
function headEveryPage(): void {
  const [left, told, right] = [...document.querySelectorAll(".print-head > span")].map((s) => quoted(s.textContent ?? ""));
  const middle = told === '""' ? quoted(document.querySelector("h1")?.firstChild?.textContent ?? "") : told;
  const sheet = new CSSStyleSheet();
  const look = 'font: 9pt "Noto Serif CJK SC", SimSun, serif; border-bottom: 0.5pt solid #000; vertical-align: bottom; padding-bottom: 1mm; margin-bottom: 4mm;';
  sheet.replaceSync(`@page { @top-left { content: ${left}; ${look} } @top-center { content: ${middle}; ${look} } @top-right { content: ${right}; ${look} } }`);
  const boxes = (sheet.cssRules[0] as (CSSPageRule & { cssRules?: CSSRuleList }) | undefined)?.cssRules;
  if (!boxes?.length) return;
  sheet.insertRule("@media print { .print-head { display: none !important; } }", 1);
  document.adoptedStyleSheets.push(sheet);
}

export function startPrinting(): void {
  if (document.querySelector(".print-head")) headEveryPage();
  window.addEventListener("beforeprint", unfold);
}
