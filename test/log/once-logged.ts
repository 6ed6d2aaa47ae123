/** A listener to a run's log that does something once, as soon as the log says this. */
export function onceLogged(words: RegExp, act: () => void): (text: string) => void {
  let log = '';
  let isDone = false;
  return (text) => {
    log += text;
    if (isDone || !words.test(log)) return;
    isDone = true;
    act();
  };
}
