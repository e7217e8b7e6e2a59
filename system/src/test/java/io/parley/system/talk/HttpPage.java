// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What the HTTP port of a server answers. */
public record HttpPage(int status, String contentType, String body) {
  /** Asks for a page of this server. */
  public static HttpPage of(TestServer server, String path) {
    return of(server, HttpRequest.newBuilder(), path);
  }

  /** Sends a request that has all but its address. */
  public static HttpPage of(TestServer server, HttpRequest.Builder request, String path) {
    return of(server.node(), request, path);
  }

  /** Sends it to this node. */
  public static HttpPage of(Node node, HttpRequest.Builder request, String path) {
    int port = node.httpPort().orElseThrow();
    URI place = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.uri(place).build(), HttpResponse.BodyHandlers.ofString());
      String type = answer.headers().firstValue("content-type").orElse("");
      return new HttpPage(answer.statusCode(), type, answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
