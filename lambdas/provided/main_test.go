package main

import "testing"

func TestHandle(t *testing.T) {
	for name, want := range map[string]string{"Lambda": "Hello, Lambda!", "": "Hello, world!"} {
		got, err := handle(event{Name: name})
		if err != nil || got.StatusCode != 200 || got.Body.Message != want {
			t.Errorf("handle(%q) = %v, %v; want %q", name, got, err, want)
		}
	}
}
