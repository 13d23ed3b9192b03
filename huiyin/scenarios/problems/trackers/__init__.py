"""Problems kept in step with the tools in which teams track their work (B07)."""
