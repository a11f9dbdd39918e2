import { join } from 'node:path';
import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { timedByScript } from './script-output.ts';
import { withSource } from './temporary-source.ts';

/** The JVM compiles the file and loads its classes before the visit, which takes seconds on a slow machine. */
const START_UP_MS = 15_000;

// The first visit goes to a server inside the program, so that the second does not include loading classes.
const source = (visit: string): string => `
import java.net.*;
import java.net.http.*;

public class Visit {
  public static void main(String[] args) throws Exception {
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread server = new Thread(() -> answerOnce(own));
      server.setDaemon(true);
      server.start();
      visit(URI.create("http://127.0.0.1:" + own.getLocalPort() + "/"));
    }
    URI url = URI.create(args[0]);
    String because = "";
    long start = System.nanoTime();
    endAfter(Long.parseLong(args[1]));
    try {
      visit(url);
    } catch (Exception error) {
      because = ", \\"because\\": \\"" + String.valueOf(error).replaceAll("[^ -~]|[\\"\\\\\\\\]", " ") + "\\"";
    }
    System.out.println("{\\"ms\\": " + (System.nanoTime() - start) / 1e6 + because + "}");
    System.exit(0);
  }

  static void endAfter(long ms) {
    new java.util.Timer(true).schedule(new java.util.TimerTask() {
      public void run() {
        System.out.println("{\\"ms\\": " + ms + ", \\"because\\": \\"no answer within " + ms + " ms\\"}");
        Runtime.getRuntime().halt(0);
      }
    }, ms);
  }

  static void answerOnce(ServerSocket own) {
    try (Socket socket = own.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write("HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n".getBytes());
    } catch (java.io.IOException ignored) {
    }
  }

  static void visit(URI url) throws Exception {
    ${visit}
  }
}
`;

const urlConnection = `HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.getResponseCode();`;

const httpClient = `HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()
      .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());`;

const javaClient = (id: string, visit: string): RealClient => ({
  runtime: id,
  detect: () => detectProgram(['java'], ['-version'], /version "(\d[\w.]*)/),
  idFor: () => id,
  time: (path, url, bounds) =>
    withSource('Visit.java', source(visit), async (folder) => {
      const withStartUp = { ...bounds, timeoutMs: bounds.timeoutMs + START_UP_MS };
      return timedByScript(
        await runChild(path, [join(folder, 'Visit.java'), url, String(bounds.timeoutMs)], withStartUp),
      );
    }),
});

export const javaUrlConnection = javaClient('java-url-connection', urlConnection);
export const javaHttpClient = javaClient('java-http-client', httpClient);
