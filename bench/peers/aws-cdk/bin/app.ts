import { readdirSync } from "node:fs";
import * as path from "node:path";
import * as cdk from "aws-cdk-lib/core";
import { FunctionsStack } from "../lib/functions-stack";

/** CloudFormation takes 500 resources a stack, and a function is three. */
const FUNCTIONS_A_STACK = 100;

const folder = process.env.BENCH_FUNCTIONS as string;
const names = readdirSync(folder).sort();

const app = new cdk.App();
for (let first = 0; first < names.length; first += FUNCTIONS_A_STACK) {
  new FunctionsStack(app, `Functions${first / FUNCTIONS_A_STACK}`, {
    folders: names.slice(first, first + FUNCTIONS_A_STACK).map((name) => path.join(folder, name)),
  });
}
app.synth();
