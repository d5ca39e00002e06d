"""The crossing: two people read a story before it is public, and every act is written down."""
