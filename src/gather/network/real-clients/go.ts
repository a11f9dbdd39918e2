import { join } from 'node:path';
import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { errorText, timedByScript } from './script-output.ts';
import { withSource } from './temporary-source.ts';

/** Compiling net/http with an empty cache takes half a minute on a slow machine. It is not measured. */
const COMPILE_MS = 60_000;

const source = `package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	start := time.Now()
	answer, err := transport.RoundTrip(request(os.Args[1]))
	result := map[string]any{}
	if err != nil {
		result["because"] = err.Error()
	} else {
		io.CopyN(io.Discard, answer.Body, 65536)
	}
	result["ms"] = float64(time.Since(start).Microseconds()) / 1000
	json.NewEncoder(os.Stdout).Encode(result)
}

func request(url string) *http.Request {
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		panic(err)
	}
	return request
}
`;

export const go: RealClient = {
  runtime: 'go',
  detect: () => detectProgram(['go'], ['version'], /^go version go(\d[\w.-]*)/m),
  idFor: () => 'go-net-http',
  time: (path, url, bounds) =>
    withSource('main.go', source, async (folder) => {
      const program = join(folder, process.platform === 'win32' ? 'visit.exe' : 'visit');
      const built = await runChild(path, ['build', '-o', program, join(folder, 'main.go')], {
        ...bounds,
        timeoutMs: COMPILE_MS,
      });
      if (built.how !== 'exited' || built.code !== 0) {
        return { ok: false, because: `it does not compile: ${errorText(built)}`, ms: 0 };
      }
      return timedByScript(await runChild(program, [url], bounds));
    }),
};
