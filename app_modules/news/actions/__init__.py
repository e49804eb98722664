"""What people do with the news: `articles`, `comments`, `categories`."""
