import { Architecture } from "../../lib/architecture";
import { BuildContext } from "../../lib/build-context/build-context";
import { imageProblems } from "../../lib/function/image-problems";
import { type Tree, writeTree } from "./build-context/tree";

/** The handler `app.handler`, in a file that the context doesn't have. */
function problemOf(files: Tree, options: { readonly exclude?: string[]; readonly generated?: string[] }) {
  const directory = writeTree({
    Dockerfile: 'FROM public.ecr.aws/lambda/python:3.13\nCOPY . ./\nCMD ["app.handler"]\n',
    "app.py": "def handler(event, context):\n    return 1\n",
    "other.txt": "",
    ...files,
  });
  const [problem] = imageProblems({
    context: BuildContext.read({ directory, ...options }),
    buildArgs: {},
    architecture: Architecture.X86_64,
    overrides: {},
    environment: {},
    today: "2026-11-24",
  });
  return problem;
}

test.each<[what: string, files: Tree, options: Parameters<typeof problemOf>[1], place: string, fix: string]>([
  [
    "a line of the ignore file",
    { ".dockerignore": "# code\n*.py\n" },
    {},
    "line 2 of .dockerignore (`*.py`)",
    "Remove line 2 of .dockerignore (*.py), or add the line !app.py below it.",
  ],
  [
    "the option exclude",
    {},
    { exclude: ["*.py"] },
    "the option exclude (`*.py`)",
    'Remove "*.py" from the option exclude, or add "!app.py" after it.',
  ],
  [
    "the list of what a synth writes",
    {},
    { generated: ["app.py"] },
    "cdktf-lambda-images, since a synth writes it, (`app.py`)",
    "Add the line !app.py to the ignore file, or move the file to another folder.",
  ],
])(
  "GIVEN a file that %s excludes THEN the place is named, and how to include it",
  (_, files, options, place, fix) => {
    expect(problemOf(files, options)).toMatchObject({
      code: "handler-file-ignored",
      message: `\`app.handler\` names the file app.py, which ${place} excludes from the image`,
      fix,
    });
  },
);
