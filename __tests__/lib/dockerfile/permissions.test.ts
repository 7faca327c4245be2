import { othersOf, permissions } from "../../../lib/dockerfile/permissions";
import { folder, PYTHON } from "./read";

function of(lines: string, imagePath = "/var/task/app.py") {
  const { context, dockerfile } = folder(`FROM ${PYTHON}\n${lines}\n`, { "app.py": "", "lib/x.py": "" });
  if (dockerfile.target === undefined) throw new Error("It should have a target.");
  return permissions(dockerfile.target, context, imagePath);
}

test.each<[lines: string, read: boolean | undefined, execute: boolean | undefined]>([
  ["COPY app.py .", true, false],
  ["COPY --chmod=600 app.py .", false, false],
  ["COPY --chmod=755 app.py .", true, true],
  ["COPY --chmod=u=rw,go= app.py .", false, false],
  ["COPY . .\nRUN chmod 600 app.py", false, false],
  ["COPY . .\nRUN chmod -R 700 .", false, false],
  ["COPY . .\nRUN chmod 700 /var/task", false, false],
  ["COPY . .\nRUN chmod 744 /var/task", false, false],
  ["COPY . .\nRUN chmod 755 /var/task", true, false],
  ["COPY . .\nRUN chmod 600 app.py && chmod a+r app.py", true, false],
  ["COPY --chmod=600 . .\nRUN chmod -R a+rX /var/task", true, undefined],
  ["COPY --chmod=600 . .\nRUN chmod a+r *.py", undefined, undefined],
  ["RUN chmod 700 app.py\nCOPY . .", true, false],
  ["COPY --chmod=600 lib .\nCOPY app.py .", true, false],
  ["COPY --chmod=$MODE . .", undefined, undefined],
])("GIVEN %j THEN others may read it: %s, execute it: %s", (lines, read, execute) => {
  expect(of(lines)).toMatchObject({ read, execute });
});

test("GIVEN a file that isn't copied THEN nothing is known", () => {
  expect(of("COPY lib .")).toEqual({ read: undefined, execute: undefined });
});

test.each([
  ["o-r", false, true],
  ["go-rwx", false, false],
  ["u+x", true, true],
  ["=r", true, false],
  ["nonsense", undefined, undefined],
])(
  "GIVEN the mode %s of a file with 755 THEN others may read it: %s, execute it: %s",
  (mode, read, execute) => {
    expect(othersOf(mode, { read: true, execute: true })).toEqual({ read, execute });
  },
);
