// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.GoodbyeReason;
import io.parley.model.PeerOffer;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a client knocks: connects when there is no connection, and logs in. One connection at a
 * time; what an earlier one still says is not heard. Event loop only.
 */
public final class Door {
  private final Vertx vertx;
  private final Way way;
  private final Patience patience;
  private final Function<GatewayLink, Future<Optional<PeerOffer>>> offers;
  private Consumer<Notice> told = notice -> {};
  private Consumer<Optional<GoodbyeReason>> ended = goodbye -> {};
  private @Nullable Visit visit;
  private boolean pressed;

  /** One connection, from the attempt to its end. */
  private final class Visit implements GatewayLink.Listener {
    private @Nullable GatewayLink link;

    @Override
    public void told(Notice notice) {
      if (visit != this) {
        return;
      }
      if (notice instanceof Notice.Goodbye(GoodbyeReason reason)) {
        end(Optional.of(reason));
      } else {
        told.accept(notice);
      }
    }

    @Override
    public void lost() {
      end(Optional.empty());
    }

    private void end(Optional<GoodbyeReason> goodbye) {
      if (visit == this) {
        close();
        ended.accept(goodbye);
      }
    }
  }

  /**
   * @param offers how others can reach this client by way of such a connection
   */
  public Door(
      Vertx vertx,
      Way way,
      Patience patience,
      Function<GatewayLink, Future<Optional<PeerOffer>>> offers) {
    this.vertx = vertx;
    this.way = way;
    this.patience = patience;
    this.offers = offers;
  }

  /** Says who hears events, and the end of a connection with its reason where one was given. */
  void open(Consumer<Notice> told, Consumer<Optional<GoodbyeReason>> ended) {
    this.told = told;
    this.ended = ended;
  }

  /** Connects, if that is not so already. Fails with {@link NoServer} or {@link NotTrusted}. */
  public Future<GatewayLink> knock() {
    if (visit != null && visit.link != null) {
      return Future.succeededFuture(visit.link);
    }
    Visit fresh = new Visit();
    visit = fresh;
    return GatewayLink.connect(vertx, way, patience, fresh)
        .compose(link -> let(fresh, link))
        .onFailure(fault -> {
          if (visit == fresh) {
            visit = null;
          }
        });
  }

  private Future<GatewayLink> let(Visit fresh, GatewayLink link) {
    if (visit != fresh) {
      // given up while the connection was made
      link.close();
      return Future.failedFuture(new LinkLost());
    }
    fresh.link = link;
    if (pressed) {
      link.hold();
    }
    return Future.succeededFuture(link);
  }

  /** The answer to an attempt to log in. */
  Future<Reply> enter(String user, Command.Proof proof) {
    return knock()
        .compose(link ->
            offers
                .apply(link)
                .compose(offer -> link.ask(new Command.Login(user, proof, true, offer))));
  }

  /** Asks something that needs no login. */
  public Future<Reply> ask(Command command) {
    return knock().compose(link -> link.ask(command));
  }

  /** The connection that there is. */
  @Nullable GatewayLink link() {
    return visit == null ? null : visit.link;
  }

  /**
   * Reads no further, on this connection and the next ones, for as long as more is shown than good.
   */
  public void press(boolean pressed) {
    if (this.pressed == pressed) {
      return;
    }
    this.pressed = pressed;
    GatewayLink link = link();
    if (link != null) {
      if (pressed) {
        link.hold();
      } else {
        link.letGo();
      }
    }
  }

  /** Ends the connection, if there is one, without a word to anyone. */
  void close() {
    GatewayLink link = link();
    visit = null;
    if (link != null) {
      link.close();
    }
  }
}
