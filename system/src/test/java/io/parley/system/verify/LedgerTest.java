// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fault test can fail: each breach is seen, and what the rules allow is none. */
class LedgerTest {
  private static final int HANS = 0;
  private static final int YODA = 1;

  private final Report report = new Report();
  private final AtomicLong nanos = new AtomicLong();
  private final Ledger ledger = new Ledger(2, report, nanos::get);
  private Breach expected;

  @AfterEach
  void onlyWhatWasExpectedIsABreach() {
    for (Breach breach : Breach.values()) {
      assertThat(report.of(breach)).as(breach.toString()).isEqualTo(breach == expected ? 1 : 0);
    }
  }

  @Test
  void whatIsShownAndAnsweredIsFine() {
    Sent sent = send();
    shows(sent, false);
    ledger.delivered(sent);
    ledger.close();
  }

  @Test
  void anAnsweredMessageThatIsNeverShownIsLost() {
    ledger.stored(send());
    ledger.close();
    expected = Breach.LOST;
  }

  @Test
  void aMessageWithoutAnAnswerIsSeen() {
    send();
    ledger.close();
    expected = Breach.UNANSWERED;
  }

  @Test
  void aMessageWithAnotherIdIsADouble() {
    Sent sent = send();
    shows(sent, false);
    shows(sent, false);
    expected = Breach.DOUBLED;
  }

  @Test
  void aTextOrIdThatNobodySentIsForged() {
    Sent sent = send();
    ledger.shows(HANS, YODA, sent.id(), "u0 to u1 number 77.", false);
    expected = Breach.FORGED;
  }

  @Test
  void whatIsCalledDeliveredMustHaveBeenShown() {
    Sent sent = send();
    ledger.delivered(sent);
    shows(sent, false);
    expected = Breach.DELIVERED_UNSHOWN;
  }

  @Test
  void aLaterMessageMayNotComeFirst() {
    Sent first = send();
    Sent second = send();
    shows(second, true);
    shows(first, true);
    expected = Breach.OUT_OF_ORDER;
  }

  @Test
  void whatWasRefusedForNowHasLostItsPlace() {
    Sent first = send();
    Sent second = send();
    ledger.tryAgain(first);
    ledger.sending(first);
    shows(second, true);
    shows(first, true);
  }

  @Test
  void whatWasSentAgainUnansweredKeepsItsPlace() {
    Sent first = send();
    Sent second = send();
    ledger.sending(first);
    ledger.sending(second);
    shows(second, true);
    shows(first, true);
    expected = Breach.OUT_OF_ORDER;
  }

  @Test
  void whatWasSentAfterABlockMayNotBeAccepted() {
    block();
    ledger.stored(send());
    expected = Breach.THROUGH_A_BLOCK;
  }

  @Test
  void whatWasSentAfterABlockMayNotBeShown() {
    block();
    shows(send(), true);
    expected = Breach.THROUGH_A_BLOCK;
  }

  @Test
  void nothingLiveMayComeAfterTheAnswerToABlock() {
    Sent sent = send();
    block();
    shows(sent, false);
    expected = Breach.THROUGH_A_BLOCK;
  }

  @Test
  void whatWasStoredBeforeABlockMayCome() {
    Sent sent = send();
    block();
    shows(sent, true);
  }

  @Test
  void whatCrossesABlockMayGoEitherWay() {
    ledger.blocking(YODA, HANS);
    Sent sent = send();
    ledger.blockConfirmed(YODA, HANS);
    shows(sent, true);
    ledger.stored(sent);
  }

  @Test
  void whatWasRefusedMayNeverBeShown() {
    block();
    Sent sent = send();
    ledger.refusedByBlock(sent, false);
    ledger.unblocking(YODA, HANS);
    ledger.unblockConfirmed(YODA, HANS);
    shows(sent, true);
    expected = Breach.THROUGH_A_BLOCK;
  }

  @Test
  void whatWasRefusedWhileTheNetworkWasCutMayHaveReachedASessionThatWasGivenUp() {
    block();
    Sent sent = send();
    ledger.refusedByBlock(sent, true);
    ledger.unblocking(YODA, HANS);
    ledger.unblockConfirmed(YODA, HANS);
    shows(sent, false);
  }

  @Test
  void aRefusalWithoutABlockIsSeen() {
    block();
    ledger.unblocking(YODA, HANS);
    ledger.unblockConfirmed(YODA, HANS);
    ledger.refusedByBlock(send(), false);
    expected = Breach.REFUSED_WITHOUT_BLOCK;
  }

  @Test
  void whatWasStoredBeforeALoginMustComeInIt() {
    Sent sent = send();
    ledger.stored(sent);
    ledger.drained(YODA, ledger.loggingIn());
    shows(sent, true);
    expected = Breach.STRANDED;
  }

  @Test
  void whatWasStoredAfterALoginNeedNotBeAnnouncedByIt() {
    Sent sent = send();
    long login = ledger.loggingIn();
    ledger.stored(sent);
    ledger.drained(YODA, login);
    shows(sent, true);
  }

  @Test
  void whatWasStoredDuringASessionMustComeInIt() {
    Sent sent = send();
    ledger.stored(sent);
    nanos.set(9_000_000_000L);
    ledger.idle(YODA, 0);
    nanos.set(11_000_000_000L);
    ledger.idle(YODA, 2_000_000_000L);
    ledger.idle(YODA, 0);
    shows(sent, true);
    expected = Breach.STRANDED;
  }

  private Sent send() {
    Sent sent = ledger.compose(HANS, YODA);
    ledger.sending(sent);
    return sent;
  }

  private void shows(Sent sent, boolean stored) {
    ledger.shows(HANS, YODA, sent.id(), sent.text(), stored);
  }

  private void block() {
    ledger.blocking(YODA, HANS);
    ledger.blockConfirmed(YODA, HANS);
  }
}
