/** Colours are of the one table of light and dark; nothing is fetched. */
export const style = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--text:#1b1f24;--soft:#59636e;--line:#d8dee4;--link:#0b57d0;--good:#116a34;--good-back:#e3f6e8;--warn:#8a5200;--warn-back:#fff3d6;--bad:#b3261e;--bad-back:#fdeaea;--new:#2f6fde;--before:#9aa5b1;--pending:#a9c5f7;--code:#f0f2f5}
@media(prefers-color-scheme:dark){:root{--back:#0f1318;--card:#181d24;--text:#e6edf3;--soft:#9aa7b4;--line:#303a45;--link:#8ab4ff;--good:#6fdc8c;--good-back:#12301d;--warn:#f2c14e;--warn-back:#33270b;--bad:#ff8a80;--bad-back:#3a1613;--new:#5b93f5;--before:#66727f;--pending:#2d4776;--code:#11161c}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:1000px;margin:0 auto;padding:16px}
h1{font-size:30px;line-height:1.2;margin:2px 0 8px}h2{font-size:18px;margin:0 0 10px}h3{font-size:16px;margin:0 0 4px}p{margin:0 0 8px}
a{color:var(--link)}a:focus-visible,summary:focus-visible,pre:focus-visible{outline:3px solid var(--link);outline-offset:2px}
section,.verdict,details.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 14px}
.verdict{border-left:8px solid}.good{border-left-color:var(--good);background:var(--good-back)}.warn{border-left-color:var(--warn);background:var(--warn-back)}.bad{border-left-color:var(--bad);background:var(--bad-back)}
.good h1,.is-good{color:var(--good)}.warn h1,.is-warn{color:var(--warn)}.bad h1,.is-bad{color:var(--bad)}
.lead{font-size:18px}.soft,small,dt{color:var(--soft)}small,.soft{font-size:14px}
dl.meta{display:flex;flex-wrap:wrap;gap:4px 24px;margin:12px 0 0;font-size:14px}dl.meta div{display:flex;gap:6px}dd{margin:0}
.todo{border-color:var(--link);border-width:2px}.todo ul{margin:0;padding-left:20px}.todo li+li{margin-top:6px}
code.line{display:block;white-space:pre-wrap}.finding+.finding{border-top:1px solid var(--line);margin-top:14px;padding-top:14px}
pre,code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:10px;margin:6px 0 8px;overflow-x:auto;white-space:pre-wrap}
.flow{display:grid;grid-template-columns:1fr auto 1fr;gap:12px;align-items:center}.flow>.side{border:1px solid var(--line);border-radius:8px;padding:10px 12px;min-width:0}.flow strong{font-size:18px}.flow .now{border:2px solid var(--good)}.arrow{font-size:22px;color:var(--soft)}
.scroll{overflow-x:auto}.scroll table{min-width:560px}table{border-collapse:collapse;width:100%;font-size:14px}th{text-align:left;color:var(--soft);font-weight:600}td:first-child{white-space:nowrap}td:nth-child(2){overflow-wrap:normal}.legend+details{margin-top:8px}th,td{padding:5px 10px 5px 0;border-top:1px solid var(--line);vertical-align:top}thead th{border-top:0}
svg{display:block;width:100%;height:auto;font:12px system-ui,"DejaVu Sans",sans-serif;fill:var(--text)}.narrow{display:none}
.grid,.base{stroke:var(--line)}.axis{fill:var(--soft)}.rollout,.new{fill:var(--new)}.rollback{fill:var(--warn)}.on-rollout{fill:#fff}.on-rollback{fill:var(--card)}.stage{fill:var(--code);stroke:var(--line)}.before{fill:var(--before)}.pending{fill:var(--pending)}.share{fill:var(--pending);stroke:var(--new)}.desired{stroke:var(--text);stroke-dasharray:4 4;opacity:.6}.failure{stroke:var(--bad);stroke-dasharray:2 3}.failed{stroke:var(--bad);stroke-width:3;fill:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:10px 0 0;padding:0;font-size:14px;color:var(--soft)}.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}.i-new{background:var(--new)}.i-before{background:var(--before)}.i-pending{background:var(--pending)}.i-failed{background:var(--bad)}.i-share{background:var(--pending);box-shadow:inset 0 2px var(--new)}.legend .i-desired{width:20px;height:0;border-top:2px dashed var(--text);border-radius:0;vertical-align:4px;opacity:.6}
ol.events{list-style:none;margin:8px 0 0;padding:0;font-size:14px}.events li{display:flex;gap:12px;padding:3px 6px;border-radius:4px}.events time{color:var(--soft);font-variant-numeric:tabular-nums;flex:none}.events .failure-event{color:var(--bad)}.events li:target{background:var(--warn-back)}
summary{cursor:pointer;font-weight:600}footer{color:var(--soft);font-size:13px;padding:4px 2px 24px}
@media(max-width:640px){main{padding:10px}h1{font-size:25px}.wide{display:none}.narrow{display:block}.flow{grid-template-columns:1fr}.arrow{transform:rotate(90deg);justify-self:center}section,.verdict,details.card{padding:12px}}
@media print{body{background:#fff;font-size:12px}section,.verdict,details.card,.finding{break-inside:avoid}details::details-content{content-visibility:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
