"""The page cache: whole pages, made for nobody in particular, answered before Django runs."""
