// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of the lines of programs. */
final class JsonRequestsTest {
  private final JsonDialect dialect = new JsonDialect();

  @Test
  void everyFieldOfALoginIsRead() {
    // When
    Command command =
        command(
            """
            {"op":"login","user":"hans","password":"falcon*solo","acks":true,"peer":{"port":65535,\
            "fingerprint":"AB:CD","host":"2001:db8::1","policy":"ask"}}\
            """);

    // Then
    assertThat(command)
        .isEqualTo(
            new Command.Login(
                "hans",
                new Command.Password(new Secret("falcon*solo")),
                true,
                Optional.of(
                    new PeerOffer(
                        Optional.of("2001:db8::1"),
                        65_535,
                        Optional.of("AB:CD"),
                        PeerPolicy.ASK))));
  }

  @Test
  void aPasswordLongerThanAnyCanBeIsKeptShortAndStaysWrong() {
    Command.Password password = new Command.Password(new Secret("p".repeat(16_000)));

    assertThat(password.password().value()).hasSizeBetween(129, 300);
    assertThat(new Command.Register("hans", new Secret("p".repeat(16_000))).password())
        .isEqualTo(password.password());
    assertThat(new Command.Password(new Secret("p".repeat(128))).password().value()).hasSize(128);
  }

  @Test
  void whatALoginLeavesOutHasItsDefault() {
    assertThat(command("{\"op\":\"login\",\"user\":\"\",\"resume\":\"s\",\"peer\":{\"port\":1}}"))
        .isEqualTo(
            new Command.Login(
                "",
                new Command.Resume(new Secret("s")),
                false,
                Optional.of(
                    new PeerOffer(Optional.empty(), 1, Optional.empty(), PeerPolicy.AUTO))));
    assertThat(command("{\"op\":\"login\",\"user\":\"a\",\"password\":\"\"}"))
        .isEqualTo(
            new Command.Login("a", new Command.Password(new Secret("")), false, Optional.empty()));
  }

  @Test
  void aTextIsKeptByteForByte() {
    assertThat(
            command(
                "{\"op\":\"message\",\"to\":\"b\",\"text\":\" \\u0061\\n\"}".replace("\\n", "\\t")))
        .isEqualTo(new Command.Message("b", " a\t", Optional.empty()));
    assertThat(command("{\"op\":\"broadcast\",\"text\":\"\\ud83d\\ude00 \\\"\\\\ \\/ logout\"}"))
        .isEqualTo(new Command.Broadcast("😀 \"\\ / logout"));
  }

  @Test
  void aTabMayStandInATextAsItIs() {
    assertThat(command("{\"op\":\"broadcast\",\"text\":\"a\tb\"}"))
        .isEqualTo(new Command.Broadcast("a\tb"));
  }

  @Test
  void aTabMayStandInNoOtherText() {
    assertIsRefused("{\"id\":5,\"op\":\"ping\",\"unknown\":{\"text\":\"a\\tb\"}}");
    assertIsRefused("{\"id\":5,\"op\":\"ping\",\"text\":[\"a\\tb\"]}");
  }

  @Test
  void fieldsInAnyOrderAndUnknownFieldsAreFine() {
    assertThat(
            command(
                """
                {"new field":{"a":[1,{"b":null}],"c":1.5e3},"mid":"m-1","text":"hi","x":[],\
                "x":{},"to":"b","user":7, "op" : "message" }\
                """))
        .isEqualTo(new Command.Message("b", "hi", Optional.of(new MessageId("m-1"))));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 900, 10_000_000_000L})
  void secondsAreReadUpToTheirLimit(long seconds) {
    assertThat(command("{\"op\":\"whoelsesince\",\"seconds\":" + seconds + "}"))
        .isEqualTo(new Command.WhoElseSince(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "-0",
        "0",
        "1e3",
        "1E400",
        "-1.50",
        "12345678901234567890",
        "\"\"",
        "\"a\"",
        "\"\\u0041\"",
        "\"é \\\" \\\\ \\/\"",
        "\"\\ud83d\\ude00\"",
        "\"😀\""
      })
  void anIdComesBackExactlyAsItCame(String id) {
    for (String line :
        new String[] {
          "{\"id\":" + id + ",\"op\":\"ping\"}",
          "{\"op\":\"ping\" , \"id\" : " + id + " }",
          "{\"op\":\"ping\",\"pad\":\"" + "é".repeat(5000) + "\",\"id\":" + id + "}",
          "{\"op\":\"ping\",\"pad\":\"" + "x".repeat(40_000) + "\",\"id\":" + id + "}"
        }) {
      assertThat(dialect.read(line))
          .isEqualTo(new Incoming.Asked(Optional.of(new RequestId(id)), new Command.Ping()));
    }
  }

  @Test
  void anIdOfAThousandDigitsComesBack() {
    String id = "9".repeat(5_000);

    Incoming read = dialect.read("{\"op\":\"ping\",\"id\":" + id + "}");

    assertThat(read)
        .isEqualTo(new Incoming.Asked(Optional.of(new RequestId(id)), new Command.Ping()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "true", "[]", "{}", "[1]", "\"a\\u0000\"", "\"\\ud800\"", "\"\u0085\""})
  void anIdThatIsNoStringOrNumberIsRefusedWithoutOne(String id) {
    assertThat(refusal("{\"id\":" + id + ",\"op\":\"ping\"}"))
        .satisfies(refused -> {
          assertThat(refused.id()).isEmpty();
          assertThat(refused.code()).isEqualTo(FailureCode.BAD_REQUEST);
          assertThat(refused.text()).contains("id");
        });
  }

  @Test
  void ofTwoIdsNeitherComesBack() {
    assertThat(refusal("{\"op\":\"ping\",\"id\":1,\"id\":2}").id()).isEmpty();
    assertThat(refusal("{\"op\":\"ping\",\"id\":[],\"id\":2}").id()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "",
        " ",
        "[]",
        "[{\"op\":\"ping\"}]",
        "\"op\"",
        "7",
        "null",
        "{",
        "{}}",
        "{\"op\":\"ping\"",
        "{\"op\":\"ping\",}",
        "{\"op\":\"ping\"}x",
        "{\"op\":\"ping\"}{\"op\":\"ping\"}",
        "{\"op\":\"ping\"} {\"op\":\"ping\"}",
        "{\"op\":\"ping\",\"id\":01}",
        "{\"op\":\"ping\",\"id\":NaN}",
        "{\"op\":\"ping\",\"id\":+1}",
        "{\"op\":\"ping\",\"id\":1x}",
        "{op:\"ping\"}",
        "{'op':'ping'}",
        "{\"op\":\"pi\\ng\\x\"}",
        "{\"op\":\"\\u12\"}",
        "{\"op\":\"ping\",\"a\":[1,2}",
        "{\"op\":\"ping\" /* */}",
        "\uFEFF{\"op\":\"ping\"}",
        "{\u0000\"op\":\"ping\"}",
        "{\"op\":\"ping\"}\u0001",
        "{\"op\":\"ping\"\u0085}"
      })
  void whatIsNotOneJsonObjectIsRefused(String line) {
    assertThat(dialect.read(line))
        .isEqualTo(
            new Incoming.Malformed(
                Optional.empty(), FailureCode.BAD_REQUEST, "The line is not one JSON object."));
  }

  @Test
  void anEmptyObjectHasNoOp() {
    assertThat(refusal("{}").text()).contains("op");
  }

  @ParameterizedTest
  @ValueSource(strings = {"teleport", "PING", "send", "help", "quit", "", " ping"})
  void anUnknownOpIsNamed(String op) {
    Incoming.Malformed refused = refusal("{\"op\":\"" + op + "\",\"id\":3}");

    assertThat(refused.code()).isEqualTo(FailureCode.UNKNOWN_COMMAND);
    assertThat(refused.id()).contains(new RequestId("3"));
    assertThat(refused.text()).contains(op);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          op              | {"id":5}
          op              | {"id":5,"op":null}
          op              | {"id":5,"op":7}
          op              | {"id":5,"op":["ping"]}
          op              | {"id":5,"op":"ping","op":"ping"}
          user            | {"id":5,"op":"register","password":"p"}
          user            | {"id":5,"op":"register","user":null,"password":"p"}
          user            | {"id":5,"op":"register","user":{},"password":"p"}
          user            | {"id":5,"op":"register","user":"a","user":"b","password":"p"}
          password        | {"id":5,"op":"register","user":"a"}
          password        | {"id":5,"op":"register","user":"a","password":12345678}
          user            | {"id":5,"op":"login","password":"p"}
          password        | {"id":5,"op":"login","user":"a"}
          password        | {"id":5,"op":"login","user":"a","password":null}
          resume          | {"id":5,"op":"login","user":"a","resume":null}
          resume          | {"id":5,"op":"login","user":"a","resume":7}
          resume          | {"id":5,"op":"login","user":"a","password":"p","resume":"s"}
          acks            | {"id":5,"op":"login","user":"a","password":"p","acks":"true"}
          acks            | {"id":5,"op":"login","user":"a","password":"p","acks":null}
          acks            | {"id":5,"op":"login","user":"a","password":"p","acks":1}
          peer            | {"id":5,"op":"login","user":"a","password":"p","peer":7}
          peer            | {"id":5,"op":"login","user":"a","password":"p","peer":null}
          peer            | {"id":5,"op":"login","user":"a","password":"p","peer":[7]}
          peer.port       | {"id":5,"op":"login","user":"a","password":"p","peer":{}}
          peer.port       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":0}}
          peer.port       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":65536}}
          peer.port       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":"7"}}
          peer.port       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7.0}}
          peer.host       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"host":7}}
          peer.host       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"host":""}}
          peer.host       | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"host":"a b"}}
          peer.fingerprint| {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"fingerprint":7}}
          peer.fingerprint| {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"fingerprint":""}}
          peer.policy     | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"policy":"AUTO"}}
          peer.policy     | {"id":5,"op":"login","user":"a","password":"p","peer":{"port":7,"policy":null}}
          to              | {"id":5,"op":"message","text":"t"}
          to              | {"id":5,"op":"message","to":null,"text":"t"}
          to              | {"id":5,"op":"message","to":["b"],"text":"t"}
          text            | {"id":5,"op":"message","to":"b"}
          text            | {"id":5,"op":"message","to":"b","text":7}
          text            | {"id":5,"op":"message","to":"b","text":""}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":null}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":7}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":""}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":"a b"}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":"a.b"}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":"é"}
          mid             | {"id":5,"op":"message","to":"b","text":"t","mid":"01234567890123456789012345678901234567890123456789012345678901234"}
          text            | {"id":5,"op":"broadcast"}
          text            | {"id":5,"op":"broadcast","text":""}
          text            | {"id":5,"op":"broadcast","text":["a"]}
          seconds         | {"id":5,"op":"whoelsesince"}
          seconds         | {"id":5,"op":"whoelsesince","seconds":null}
          seconds         | {"id":5,"op":"whoelsesince","seconds":"900"}
          seconds         | {"id":5,"op":"whoelsesince","seconds":-1}
          seconds         | {"id":5,"op":"whoelsesince","seconds":1.5}
          seconds         | {"id":5,"op":"whoelsesince","seconds":1e3}
          seconds         | {"id":5,"op":"whoelsesince","seconds":10000000001}
          seconds         | {"id":5,"op":"whoelsesince","seconds":99999999999999999999999}
          seconds         | {"id":5,"op":"whoelsesince","seconds":1e999999999}
          user            | {"id":5,"op":"block"}
          user            | {"id":5,"op":"unblock","user":true}
          user            | {"id":5,"op":"startprivate","user":null}
          token           | {"id":5,"op":"consent","accept":true}
          accept          | {"id":5,"op":"consent","token":"t"}
          accept          | {"id":5,"op":"consent","token":"t","accept":"yes"}
          old             | {"id":5,"op":"passwd","new":"n"}
          new             | {"id":5,"op":"passwd","old":"o"}
          new             | {"id":5,"op":"passwd","old":"o","new":7}
          mid             | {"id":5,"op":"ack"}
          mid             | {"id":5,"op":"ack","mid":"*"}
          """)
  void aFieldThatIsMissingOrNotWhatItMustBeIsNamed(String field, String line) {
    Incoming.Malformed refused = refusal(line);

    assertThat(refused.code()).isEqualTo(FailureCode.BAD_REQUEST);
    assertThat(refused.id()).contains(new RequestId("5"));
    assertThat(refused.text()).startsWith("The field " + field + " ").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":5,\"op\":\"message\",\"to\":\"b\",\"text\":\"a%sb\"}",
        "{\"id\":5,\"op\":\"message\",\"to\":\"b%s\",\"text\":\"a\"}",
        "{\"id\":5,\"op\":\"login\",\"user\":\"a\",\"password\":\"%s\"}",
        "{\"id\":5,\"op\":\"ping\",\"unknown\":\"%s\"}",
        "{\"id\":5,\"op\":\"ping\",\"unknown\":{\"a\":[1,[\"x\",\"%s\"]]}}",
        "{\"id\":5,\"op\":\"ping\",\"un%sknown\":1}",
        "{\"id\":5,\"op\":\"ping\",\"unknown\":{\"un%sknown\":1}}",
        "{\"id\":5,\"op\":\"ping\",\"unknown\":\"%s\",\"unknown\":1}",
        "{\"id\":5,\"op\":\"pi%sng\"}"
      })
  void aControlCharacterInAnyStringIsRefused(String form) {
    for (char c = 0; c <= 0x9f; c++) {
      if (!Printable.isControl(c) || (c == '\t' && form.contains("text\":\"a%s"))) {
        continue;
      }
      String escaped = String.format("\\u%04x", (int) c);
      for (String control :
          new String[] {
            escaped, escaped.toUpperCase(java.util.Locale.ROOT).replace("\\U", "\\u"), "" + c
          }) {
        assertIsRefused(form.replace("%s", control));
      }
    }
    for (String shorthand : new String[] {"\\n", "\\r", "\\b", "\\f"}) {
      assertIsRefused(form.replace("%s", shorthand));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800", "\\ud800\\ud800\\udc00"})
  void halfASurrogatePairIsRefused(String half) {
    assertIsRefused("{\"id\":5,\"op\":\"broadcast\",\"text\":\"" + half + "\"}");
    assertIsRefused("{\"id\":5,\"op\":\"ping\",\"" + half + "\":1}");
  }

  @Test
  void aFrameThatIsNestedTooDeeplyIsRefusedAndItsIdKnown() {
    for (int depth : new int[] {JsonReader.MAX_DEPTH + 1, 8_000}) {
      assertIsRefused(nested(depth, "[", "1", "]"));
      assertIsRefused(nested(depth, "{\"a\":", "1", "}"));
    }
    assertThat(dialect.read(nested(JsonReader.MAX_DEPTH - 1, "[", "1", "]")))
        .isInstanceOf(Incoming.Asked.class);
  }

  private static String nested(int depth, String open, String inner, String close) {
    return "{\"op\":\"ping\",\"deep\":"
        + open.repeat(depth)
        + inner
        + close.repeat(depth)
        + ",\"id\":5}";
  }

  private void assertIsRefused(String line) {
    Incoming.Malformed refused = refusal(line);
    assertThat(refused.code()).as(line).isEqualTo(FailureCode.BAD_REQUEST);
    assertThat(refused.id()).as(line).contains(new RequestId("5"));
    assertThat(Printable.isPrintable(refused.text())).as(line).isTrue();
  }

  private Command command(String line) {
    return assertThat(dialect.read(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Incoming.Asked.class))
        .actual()
        .command();
  }

  private Incoming.Malformed refusal(String line) {
    return assertThat(dialect.read(line))
        .as(line)
        .asInstanceOf(InstanceOfAssertFactories.type(Incoming.Malformed.class))
        .actual();
  }
}
