"""The pages, a module a page: results of the analyses in, blocks out."""
