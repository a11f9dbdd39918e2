import { join } from 'node:path';
import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { firstWords, timedByScript } from './told.ts';
import { withSource } from './workshop.ts';

/** Compiling net/http with an empty cache takes a slow machine half a minute; it is not part of what is timed. */
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
	told := map[string]any{}
	if err != nil {
		told["because"] = err.Error()
	} else {
		io.CopyN(io.Discard, answer.Body, 65536)
	}
	told["ms"] = float64(time.Since(start).Microseconds()) / 1000
	json.NewEncoder(os.Stdout).Encode(told)
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
        return { ok: false, because: `it does not compile: ${firstWords(built)}`, ms: 0 };
      }
      return timedByScript(await runChild(program, [url], bounds));
    }),
};
