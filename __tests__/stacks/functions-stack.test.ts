import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { environments } from "../../environments";
import { readEnvironment } from "../../stacks/environment";
import { FunctionsStack } from "../../stacks/functions-stack";
import { only } from "../synth";

test.each(Object.keys(environments))(
  "in %s, what the function may do is text before anything is deployed",
  (name) => {
    const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
    const app = new App({ outdir });
    const environment = readEnvironment(environments, name);
    new FunctionsStack(app, "functions", environment);
    app.synth();
    const json = JSON.parse(readFileSync(path.join(outdir, "stacks/functions/cdk.tf.json"), "utf8"));
    const { bucket } = only(json, "aws_s3_bucket");
    const { policy } = only(json, "aws_iam_role_policy");
    expect(policy).not.toContain("${");
    expect(JSON.parse(policy).Statement.slice(1)).toEqual([
      { Action: ["s3:ListBucket"], Effect: "Allow", Resource: [`arn:aws:s3:::${bucket}`] },
      { Action: ["s3:GetObject"], Effect: "Allow", Resource: [`arn:aws:s3:::${bucket}/*`] },
    ]);
    // Made after the bucket all the same.
    expect(only(json, "aws_lambda_function").environment.variables.DOCUMENTS_BUCKET).toMatch(
      /^\$\{aws_s3_bucket\.\w+\.bucket\}$/,
    );
  },
);
