package net.anotherbox.crypto.trace;

/** Why an ISAKMP SA or one of its nodes ends. The words for it are in {@code endings.msg}, by the same name. */
public enum Ending {
  DEATH_P1, DEATH_P2, LIFETIME, INITIAL_CONTACT, PEER_IS_DEAD, AGGRESSIVE_DISABLED,
  CLEARED, LOCAL_ADDRESS_GONE, SETUP_TOO_LONG, DELETED_BY_PEER, NO_KEY_OR_POLICY, POLICY_NOT_ACCEPTED,
  INVALID_KE, WRONG_PROFILE, QM_REJECTED, LARVAL, IKE_DELETED, PHASE_2_ERRORS
}
