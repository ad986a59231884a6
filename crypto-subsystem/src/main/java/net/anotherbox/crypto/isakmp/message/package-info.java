/**
 * ISAKMP messages (RFC 2408, RFC 2407, RFC 2409) as values, and their bytes.
 *
 * <p>{@link net.anotherbox.crypto.isakmp.message.IsakmpReader} makes {@link
 * net.anotherbox.crypto.isakmp.message.Payload}s out of bytes, or says which field is wrong; it never hands on half a
 * message. {@link net.anotherbox.crypto.isakmp.message.MessageRules} then says whether the payloads are those that the
 * exchange asks for, so that the machines begin with well-formed messages. {@link
 * net.anotherbox.crypto.isakmp.message.IsakmpWriter} makes bytes, always from values and never from what was received.
 *
 * <p>Two things in a message are needed as they came, for the hashes: the body of the SA payload and everything behind the
 * HASH payload. The reader keeps both. A vendor ID also keeps the byte that IOS takes for its major version, which may lie
 * behind the payload.
 */
package net.anotherbox.crypto.isakmp.message;
