/** @returns what each test prints, a call of `console.log` or `console.error` an item. Nothing is shown */
export function recordPrinted(): string[] {
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
    for (const method of ["log", "error"] as const) {
      jest
        .spyOn(console, method)
        .mockImplementation((...texts: unknown[]) => void printed.push(texts.join(" ")));
    }
  });
  afterEach(() => jest.restoreAllMocks());
  return printed;
}
