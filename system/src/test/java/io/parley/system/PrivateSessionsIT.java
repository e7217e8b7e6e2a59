// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.FreePort;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.Tmux;
import io.parley.system.talk.TmuxTerminal;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows R1 to R8 and T2: sessions between two clients at their terminals, past the server. */
class PrivateSessionsIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @TempDir Path state;
  private Tmux tmux;

  @BeforeEach
  void openTerminals() {
    tmux = Tmux.start(state);
  }

  @AfterEach
  void closeTerminals() {
    if (tmux != null) {
      tmux.close();
    }
  }

  @Test
  void itGoesOnThroughABlockAndWithoutTheServerUntilOneEndsIt() {
    // Given
    TmuxTerminal hans = logIn("hans");
    TmuxTerminal yoda = logIn("yoda");
    hans.says("private yoda too early").showsSomewhere("Start one with: startprivate yoda");

    // When: opened
    hans.says("startprivate yoda").showsSomewhere("Your private session with yoda is open");
    yoda.showsSomewhere("hans has started a private session with you");
    hans.says("startprivate yoda").showsSomewhere("There is a private session with yoda already");

    // Then: both write, beside the server's messages
    hans.says("private yoda psst,  yoda");
    yoda.shows("hans (private): psst,  yoda");
    hans.shows("-> yoda (private): psst,  yoda (delivered)");
    yoda.says("message hans through the server");
    yoda.says("private hans past it");
    hans.shows("yoda: through the server").shows("yoda (private): past it");

    // through a block
    yoda.says("block hans").shows("* You have blocked hans, who is not told.");
    hans.says("private yoda still here").shows("-> yoda (private): still here (delivered)");

    // without the server
    server.stop();
    hans.showsSomewhere("The connection to the server is lost");
    hans.says("private yoda and still").shows("-> yoda (private): and still (delivered)");
    yoda.shows("hans (private): and still");

    // and to its end
    yoda.says("stopprivate").shows("* The private session with hans is closed.");
    hans.shows("* The private session with yoda has ended: yoda ended it.");
    hans.says("private yoda too late").showsSomewhere("There is no private session with yoda");
  }

  @Test
  void whoWantsToBeAskedIsAskedAndTypesOnMeanwhile() {
    // Given
    TmuxTerminal hans = logIn("hans");
    TmuxTerminal yoda = logIn("yoda", "--private", "ask");

    // When: no
    hans.says("startprivate yoda");
    yoda.shows("* hans would like a private session (y/n)");
    assertThat(hans.lines()).noneMatch(line -> line.contains("is open"));
    yoda.says("message hans wait").shows("-> hans: wait (delivered)");
    yoda.says("n");

    // Then
    hans.showsSomewhere("yoda declined the private session");

    // When: yes
    hans.says("startprivate yoda");
    Until.so(
        "yoda is asked again",
        () -> yoda.lines().stream().filter(line -> line.contains("(y/n)")).count() == 2);
    yoda.says("y").showsSomewhere("hans has started a private session with you");
    hans.says("private yoda thanks");
    yoda.shows("hans (private): thanks");
  }

  @Test
  void theOtherIsToldWhyItEnded() {
    // Given
    TmuxTerminal hans = logIn("hans");
    TmuxTerminal yoda = logIn("yoda");
    hans.says("startprivate yoda").showsSomewhere("Your private session with yoda is open");

    // When
    yoda.says("logout").shows("[exit status 0]");

    // Then
    hans.shows("* The private session with yoda has ended: yoda logged out.");
    hans.says("startprivate yoda").showsSomewhere("yoda is not online");
    hans.says("startprivate nobody").showsSomewhere("There is no user nobody");
    hans.says("startprivate hans").showsSomewhere("yourself");
  }

  @Test
  void whoTakesNoneAndWhoCannotBeReachedAreSentencesOfTheirOwn() {
    // Given: one who takes none, one whose published address leads nowhere
    TmuxTerminal hans = logIn("hans");
    logIn("yoda", "--private", "off");
    JsonClient luke = server.program("luke");
    ObjectNode login = luke.login();
    String key = "SHA256:" + "A".repeat(43);
    login.putObject("peer").put("host", "127.0.0.1").put("port", 1).put("fingerprint", key);
    luke.logsIn(login);
    JsonClient leia = server.program("leia");
    ObjectNode keyless = leia.login();
    keyless.putObject("peer").put("host", "127.0.0.1").put("port", 2000);
    leia.logsIn(keyless);

    // When, Then
    hans.says("startprivate yoda").showsSomewhere("yoda takes no private sessions");
    hans.says("startprivate luke").showsSomewhere("--peer-host");
    hans.says("startprivate leia").showsSomewhere("does not encrypt private sessions");
  }

  @Test
  void hostAndPortToPublishCanBeSet() throws IOException {
    // Given: a port that is free at the moment
    int port = FreePort.now();
    String host = "client.example.org";
    logIn("yoda", "--peer-host", host, "--peer-port", Integer.toString(port));

    // When
    JsonNode peer = server.program("luke").logsIn().says("startprivate yoda").json().path("peer");

    // Then
    assertThat(peer.path("host").asText()).isEqualTo(host);
    assertThat(peer.path("port").asInt()).isEqualTo(port);
    LineConnection.to(new InetSocketAddress("127.0.0.1", port)).close();
  }

  @Test
  void whoIsLoggedOutForInactivityIsToldAndSoIsThePeer() {
    // Given: yoda types now and then, hans does not
    try (TestServer impatient = TestServer.with("--timeout", "20s").start()) {
      TmuxTerminal hans = logIn(impatient, "hans");
      TmuxTerminal yoda = logIn(impatient, "yoda");
      hans.says("startprivate yoda").showsSomewhere("Your private session with yoda is open");

      // When: he only hears
      Until.so(
          "hans is logged out",
          () -> {
            yoda.says("private hans are you there?");
            return hans.lines().contains("[exit status 1]");
          });

      // Then
      hans.shows("* You have been logged out: no command for 20 seconds.");
      yoda.shows("* The private session with hans has ended: hans was logged out for inactivity.");
      yoda.shows("* hans logged out");
    }
  }

  @Test
  void whoClaimsToBeSomebodyElseIsRefused() {
    // Given: luke, who was introduced as himself
    TmuxTerminal yoda = logIn("yoda");
    JsonClient luke = server.program("luke").logsIn();
    JsonNode peer = luke.says("startprivate yoda").json().path("peer");

    // When: he takes the address and the word, and another name
    LineConnection dialler =
        LineConnection.to(new InetSocketAddress("127.0.0.1", peer.path("port").asInt()));
    dialler.send(
        "{\"say\":\"hello\",\"user\":\"hans\",\"token\":\"" + peer.path("token").asText() + "\"}");
    dialler.send("{\"say\":\"text\",\"n\":1,\"text\":\"I am hans\"}");

    // Then
    yoda.showsSomewhere("Refused a private connection from somebody without a key.");
    dialler.awaitEnd();
    assertThat(yoda.lines()).noneMatch(line -> line.contains("I am hans"));
  }

  private TmuxTerminal logIn(String name, String... options) {
    return logIn(server, name, options);
  }

  private TmuxTerminal logIn(TestServer server, String name, String... options) {
    String[] arguments = new String[options.length + 2];
    System.arraycopy(options, 0, arguments, 0, options.length);
    arguments[options.length] = "127.0.0.1";
    arguments[options.length + 1] = Integer.toString(server.address().getPort());
    TmuxTerminal terminal = tmux.client(arguments);
    terminal.isTyping("user:").says(name).isTyping("password:").says("secret-of-" + name);
    return terminal.isTyping(name + ">");
  }
}
