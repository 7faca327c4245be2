import { type Ask, findSubjectPrefix } from "../../../cli/bootstrap/github";

const ran = (stdout: string, code = 0) => ({ state: "ran", code, stdout, stderr: "" }) as const;

/** Programs with recorded answers. */
const programs =
  (answers: Readonly<Record<string, Awaited<ReturnType<Ask>>>>): Ask =>
  async (program) =>
    answers[program] ?? { state: "missing" };

const immutable = ran(
  JSON.stringify({ use_default: true, use_immutable_subject: true, sub_claim_prefix: "repo:octo@1/hello@2" }),
);

test.each([
  "https://github.com/octo/hello.git",
  "git@github.com:octo/hello.git",
  "ssh://git@github.com/octo/hello",
])("the git remote %s", async (url) => {
  expect(await findSubjectPrefix(undefined, programs({ git: ran(`${url}\n`), gh: immutable }))).toBe(
    "repo:octo@1/hello@2",
  );
});

test.each([
  ["octo@1/hello@2", "repo:octo@1/hello@2"],
  ["repo:octo/hello", "repo:octo/hello"],
])("%s needs no answer of GitHub", async (given, subjectPrefix) => {
  expect(await findSubjectPrefix(given, programs({}))).toBe(subjectPrefix);
});

test("without gh: the exact command, and where its answer goes", async () => {
  await expect(findSubjectPrefix("octo/hello", programs({}))).rejects.toThrow(
    /gh\) isn't on this machine.*gh api repos\/octo\/hello\/actions\/oidc\/customization\/sub.*--github-repository repo:/s,
  );
});

test("subjects of another form are refused", async () => {
  const gh = ran(JSON.stringify({ use_default: false, include_claim_keys: ["repo"] }));
  await expect(findSubjectPrefix("octo/hello", programs({ gh }))).rejects.toThrow(/use_default/);
});

test.each([
  ["no remote", {}],
  ["a remote elsewhere", { git: ran("https://gitlab.com/group/project.git") }],
])("%s: the choices", async (_, answers) => {
  await expect(findSubjectPrefix(undefined, programs(answers))).rejects.toThrow(
    /--github-repository.*--gitlab.*--hcp/s,
  );
});

test.each(["hello", "octo@1/hello", "octo/*", "repo:"])("%j is no repository", async (given) => {
  await expect(findSubjectPrefix(given, programs({}))).rejects.toThrow(/is no repository/);
});
