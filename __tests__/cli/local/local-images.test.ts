import { imageNames } from "../../../cli/local/local-images";

test("images of a registry are named by tag and digest, those of others left out", () => {
  const list = [
    "localhost:4566/hello-local/python e52b9b21 sha256:0fbe",
    "localhost:4566/hello-local/python <none> sha256:0fbe",
    "localhost:4566/hello-local/node e52b9b21 <none>",
    "localhost:45660/hello-local/python e52b9b21 sha256:0fbe",
    "public.ecr.aws/lambda/python 3.13 sha256:1234",
    "<none> <none> <none>",
    "",
  ].join("\n");
  expect(imageNames(list, "localhost:4566/")).toEqual([
    "localhost:4566/hello-local/python:e52b9b21",
    "localhost:4566/hello-local/python@sha256:0fbe",
    "localhost:4566/hello-local/node:e52b9b21",
  ]);
});
