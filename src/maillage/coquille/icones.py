"""The icons that are shipped, by their name in bootstrap-icons; the sprite is built from this list."""

ICONES = (
    "arrow-counterclockwise", "arrow-left", "arrow-right", "backpack", "bar-chart", "bell",
    "bezier2", "bookmark", "box-arrow-in-right", "box-arrow-right", "building", "calendar3", "cast",
    "chat-square-quote", "check-circle-fill", "check-lg", "chevron-down", "clipboard-check",
    "clock", "compass", "diagram-3", "door-open", "download", "envelope", "exclamation-triangle-fill",
    "eye", "file-earmark-spreadsheet", "flag", "funnel", "geo-alt", "hand-thumbs-up", "heart-pulse",
    "hourglass-split", "house-heart", "inbox", "incognito", "info-circle-fill", "journal-text",
    "kanban", "key", "list", "lock", "pause-circle", "pencil-square", "people", "people-fill",
    "person-check", "person-vcard", "plus-lg", "printer", "question-circle", "search", "send",
    "shield-lock", "signpost-split", "slash-circle", "sliders", "sort-down", "sun", "telephone",
    "trash", "upload", "volume-up", "x-circle-fill", "x-lg",
)  # fmt: skip
