// SPDX-License-Identifier: Apache-2.0
package io.parley.keys;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides in each handshake by itself whether the other side is let through, whatever authorities
 * say. What can be asked without a connection is refused.
 */
public abstract class HandshakeJudge extends X509ExtendedTrustManager {
  /**
   * Lets the other side through, or throws.
   *
   * @param chain the other side's own certificate first
   * @param type how the handshake authenticates, as Java names it
   * @param engine of this connection
   */
  protected abstract void judge(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException;

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge(chain, type, engine);
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge(chain, type, engine);
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw noConnection();
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    throw noConnection();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw noConnection();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    throw noConnection();
  }

  /** Nobody in particular. */
  @Override
  public final X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static CertificateException noConnection() {
    return new CertificateException("nobody is trusted without a connection");
  }
}
