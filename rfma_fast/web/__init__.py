"""The dashboards: charts, pages and the two ways to show them, one offline file or live."""
