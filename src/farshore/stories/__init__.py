"""The public record: what storytellers chose to tell, as it was released."""
