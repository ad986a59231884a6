package net.anotherbox.plane.linux;

import com.sun.jna.Native;

/** libnftables (libnftables(3)): commands in nft's own language, each text one transaction. One thread at a time. */
final class Nftables implements AutoCloseable {
  static final String LIBRARY = "libnftables.so.1";

  /** The natives themselves. */
  private static final class N {
    static {
      Native.register(N.class, LIBRARY);
    }

    private N() {}

    static native long nft_ctx_new(int flags);

    static native void nft_ctx_free(long context);

    static native int nft_ctx_buffer_output(long context);

    static native int nft_ctx_buffer_error(long context);

    static native int nft_run_cmd_from_buffer(long context, String commands);

    static native String nft_ctx_get_output_buffer(long context);

    static native String nft_ctx_get_error_buffer(long context);
  }

  private final long context;

  Nftables() throws OsError {
    context = N.nft_ctx_new(0);
    if (context == 0) throw new OsError("nft_ctx_new", OsError.ENOBUFS, "no context");
    N.nft_ctx_buffer_output(context);
    N.nft_ctx_buffer_error(context);
  }

  /**
   * Runs these commands, all or none.
   *
   * @return what they print
   * @throws OsError with nft's complaint if one of them is refused
   */
  String run(String commands) throws OsError {
    int result = N.nft_run_cmd_from_buffer(context, commands);
    String output = N.nft_ctx_get_output_buffer(context);
    String complaint = N.nft_ctx_get_error_buffer(context);
    if (result != 0) throw new OsError("nft", OsError.EINVAL, complaint.strip());
    return output;
  }

  @Override
  public void close() {
    N.nft_ctx_free(context);
  }
}
