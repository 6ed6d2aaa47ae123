/** `.25 vCPU` as CPU units, `2 gb` as MiB; anything else stays as it is. (AWS docs: converted at registration) */
export const cpuUnits = (text: string): string => converted(text, /^(\d*\.?\d+) ?vcpus?$/i);
export const mebibytes = (text: string): string => converted(text, /^(\d*\.?\d+) ?gb$/i);

function converted(text: string, unit: RegExp): string {
  const [, number] = unit.exec(text.trim()) ?? [];
  return number === undefined ? text : String(Math.round(Number(number) * 1024));
}
