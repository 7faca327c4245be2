import type { Project } from "../project";

/** Languages whose handlers aren't checked: for mistakes in the Dockerfile, and for false alarms. */
export const OTHER_LANGUAGES: readonly Project[] = [
  {
    name: "a shell script on provided.al2023",
    executables: ["bootstrap"],
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/provided:al2023
COPY bootstrap \${LAMBDA_RUNTIME_DIR}/bootstrap
COPY function.sh \${LAMBDA_TASK_ROOT}/
CMD ["function.handler"]
`,
      bootstrap: `#!/bin/sh
set -euo pipefail
. "$LAMBDA_TASK_ROOT/$(echo "$_HANDLER" | cut -d. -f1).sh"
while true; do
  HEADERS="$(mktemp)"
  EVENT=$(curl -sS -LD "$HEADERS" "http://\${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next")
  ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS "http://\${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$ID/response" -d "$(handler "$EVENT")"
done
`,
      "function.sh": 'handler() {\n  echo "{\\"received\\": $1}"\n}\n',
    },
  },
  {
    name: "Go on provided.al2023",
    files: {
      Dockerfile: `FROM golang:1.24 AS build
WORKDIR /src
COPY go.mod main.go ./
RUN go mod tidy && CGO_ENABLED=0 go build -tags lambda.norpc -o /main main.go

FROM public.ecr.aws/lambda/provided:al2023
COPY --from=build /main ./main
ENTRYPOINT ["./main"]
`,
      "go.mod": "module example.com/orders\n\ngo 1.24\n\nrequire github.com/aws/aws-lambda-go v1.49.0\n",
      "main.go": `package main

import "github.com/aws/aws-lambda-go/lambda"

func handle() (string, error) {
	return "hello", nil
}

func main() {
	lambda.Start(handle)
}
`,
    },
  },
  {
    name: "Java",
    files: {
      Dockerfile: `FROM maven:3.9-amazoncorretto-21 AS build
WORKDIR /build
COPY pom.xml ./
COPY src ./src
RUN mvn -q package dependency:copy-dependencies -DincludeScope=runtime

FROM public.ecr.aws/lambda/java:21
COPY --from=build /build/target/classes \${LAMBDA_TASK_ROOT}
COPY --from=build /build/target/dependency/* \${LAMBDA_TASK_ROOT}/lib/
CMD [ "com.example.App::handleRequest" ]
`,
      "pom.xml":
        "<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>com.example</groupId>\n  <artifactId>orders</artifactId>\n  <version>1.0</version>\n  <dependencies>\n    <dependency>\n      <groupId>com.amazonaws</groupId>\n      <artifactId>aws-lambda-java-core</artifactId>\n      <version>1.3.0</version>\n    </dependency>\n  </dependencies>\n</project>\n",
      "src/main/java/com/example/App.java": `package com.example;

import java.util.Map;

public class App {
    public String handleRequest(Map<String, String> event) {
        return "hello " + event.get("name");
    }
}
`,
    },
  },
  {
    name: ".NET",
    files: {
      Dockerfile: `FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /source
COPY Orders.csproj ./
RUN dotnet restore
COPY Function.cs ./
RUN dotnet publish -c Release -o /publish

FROM public.ecr.aws/lambda/dotnet:8
COPY --from=build /publish \${LAMBDA_TASK_ROOT}
CMD ["Orders::Orders.Function::Handle"]
`,
      "Orders.csproj":
        '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="Amazon.Lambda.Core" Version="2.7.0" />\n    <PackageReference Include="Amazon.Lambda.Serialization.SystemTextJson" Version="2.4.4" />\n  </ItemGroup>\n</Project>\n',
      "Function.cs": `using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Orders;

public class Function
{
    public string Handle(string name) => $"hello {name}";
}
`,
    },
  },
  {
    name: "Ruby",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/ruby:3.4
RUN dnf install -y gcc make
COPY Gemfile Gemfile.lock \${LAMBDA_TASK_ROOT}/
RUN gem install bundler:2.7.1 && bundle config set --local path vendor/bundle && bundle install
COPY lambda_function.rb \${LAMBDA_TASK_ROOT}/
CMD [ "lambda_function.LambdaFunction::Handler.process" ]
`,
      Gemfile: 'source "https://gems.example.com"\n\ngem "oj", "3.16.11"\n',
      "Gemfile.lock":
        "GEM\n  remote: https://gems.example.com/\n  specs:\n    oj (3.16.11)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  oj (= 3.16.11)\n\nBUNDLED WITH\n   2.7.1\n",
      "lambda_function.rb": `module LambdaFunction
  class Handler
    def self.process(event:, context:)
      { statusCode: 200, body: "hello #{event['name']}" }
    end
  end
end
`,
    },
  },
];
