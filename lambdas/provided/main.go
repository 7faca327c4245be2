// The function: it answers {"name": "…"} with a greeting.
package main

import "github.com/aws/aws-lambda-go/lambda"

type event struct {
	Name string `json:"name"`
}

type answer struct {
	StatusCode int  `json:"statusCode"`
	Body       body `json:"body"`
}

type body struct {
	Message string `json:"message"`
}

func handle(greeted event) (answer, error) {
	name := greeted.Name
	if name == "" {
		name = "world"
	}
	return answer{StatusCode: 200, Body: body{Message: "Hello, " + name + "!"}}, nil
}

func main() {
	lambda.Start(handle)
}
