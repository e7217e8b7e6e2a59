// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.Dialect;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conversation of the old assignment: three people, a message, a block, a return. */
class SampleDialogueIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @ParameterizedTest
  @EnumSource
  void hansYodaAndLukeTalkBlockAndComeBack(Dialect dialect) {
    // Given
    ScriptedClient hans = server.client(dialect, "hans").logsIn();
    ScriptedClient yoda = server.client(dialect, "yoda").logsIn();
    hans.hears("* yoda logged in");

    // When, Then: hans and yoda talk, and luke finds what was said while he was away
    hans.says("message yoda hey, wise one");
    yoda.hears("hans: hey, wise one");
    yoda.says("message hans do or do not,  there is no try");
    hans.hears("yoda: do or do not,  there is no try");
    hans.says("message luke the cantina, at eight");
    hans.says("message luke bring the robots");
    ScriptedClient luke = server.client(dialect, "luke").logsIn();
    luke.hears("hans: the cantina, at eight", "hans: bring the robots");
    hans.hears("* luke logged in");
    yoda.hears("* luke logged in");

    // yoda has had enough of hans
    yoda.says("block hans");
    hans.isRefused("message yoda are you there?", "blocked");
    hans.says("broadcast the falcon leaves");
    luke.hears("hans (broadcast): the falcon leaves");
    luke.says("message yoda where are you?");
    yoda.hears("luke: where are you?");
    assertThat(yoda.unasked()).noneMatch(line -> line.startsWith("hans"));

    // yoda leaves: luke is told, hans is not
    yoda.logsOut();
    luke.hears("* yoda logged out");
    hans.says("message luke he is gone?");
    luke.hears("hans: he is gone?");
    assertThat(hans.unasked()).doesNotContain("* yoda logged out");

    // and comes back to a block that holds, until he ends it
    luke.says("message yoda come back");
    yoda = server.client(dialect, "yoda").logsIn();
    yoda.hears("luke: come back");
    hans.isRefused("message yoda hello again", "blocked");
    yoda.says("unblock hans");
    hans.says("message yoda hello at last");
    yoda.hears("hans: hello at last");
  }

  @Test
  void aPersonAndAProgramTalkToEachOther() {
    // Given
    ScriptedClient hans = server.client(Dialect.TEXT, "hans").logsIn();
    ScriptedClient yoda = server.client(Dialect.JSON, "yoda").logsIn();

    // When
    hans.says("message yoda hi");
    yoda.says("message hans hi too");

    // Then
    yoda.hears("hans: hi");
    hans.hears("yoda: hi too");
  }
}
