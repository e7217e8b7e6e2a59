// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client on a plain blocking socket; what does not come within ten seconds does not come. */
final class TestClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  final Socket socket;
  private final BufferedReader in;

  TestClient(int port) {
    this(port, 0);
  }

  /**
   * @param receiveBuffer how much the system takes in for a client that does not read; 0 for the
   *     usual
   */
  TestClient(int port, int receiveBuffer) {
    this(new Socket(), port, receiveBuffer);
  }

  /** Encrypts with one of these versions of TLS, and believes the server whoever it is. */
  static TestClient withTls(int port, String... protocols) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Believer()}, null);
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      return new TestClient(socket, port, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Believer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private TestClient(Socket socket, int port, int receiveBuffer) {
    this.socket = socket;
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these bytes as they are. */
  TestClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends lines in one piece. Quotes may be written as apostrophes. */
  TestClient say(String... lines) {
    StringBuilder all = new StringBuilder();
    for (String line : lines) {
      all.append(line.startsWith("{") ? line.replace('\'', '"') : line).append('\n');
    }
    return send(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The next line. */
  String line() {
    try {
      String line = in.readLine();
      assertThat(line).as("the connection is open").isNotNull();
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject json() {
    return new JsonObject(line());
  }

  /** Reads the greeting. */
  TestClient greeted() {
    assertThat(line()).startsWith("PARLEY/1 ");
    return this;
  }

  /** Logs in, and reads the answer. */
  TestClient in(String user) {
    return in(user, "");
  }

  /** Logs in with more fields, and reads the answer. */
  TestClient in(String user, String more) {
    greeted();
    say(
        "{'op':'login','id':'in','user':'"
            + user
            + "','password':'"
            + FakeServices.PASSWORD
            + "'"
            + more
            + "}");
    JsonObject answer = json();
    assertThat(answer.getString("re")).isEqualTo("in");
    assertThat(answer.getBoolean("ok")).as(answer.encode()).isTrue();
    return this;
  }

  /** Asks, and expects that the next line refuses it with this code. */
  TestClient isRefused(String line, String code) {
    say(line);
    JsonObject answer = json();
    assertThat(answer.getBoolean("ok")).as(answer.encode()).isFalse();
    assertThat(answer.getString("error")).as(answer.encode()).isEqualTo(code);
    assertThat(answer.getString("text")).isNotBlank();
    return this;
  }

  /** Expects that the server says goodbye next, and closes. */
  void isToldGoodbye(String reason) {
    JsonObject bye = json();
    assertThat(bye.getString("ev")).as(bye.encode()).isEqualTo("bye");
    assertThat(bye.getString("reason")).isEqualTo(reason);
    isAtEnd();
  }

  /** Expects that nothing more comes. */
  void isAtEnd() {
    try {
      assertThat(in.readLine()).isNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the sending side only. */
  TestClient hangsUp() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks the connection as a crashed client does. */
  void breaks() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
