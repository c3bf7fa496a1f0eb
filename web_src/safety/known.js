/**
 * Sites that everybody knows, which makes them worth imitating. Kept by hand: those that reports on
 * phishing name year after year, and the most visited. One that is missing costs a warning, no more.
 */
export const KNOWN = [
  'adobe.com', 'airbnb.com', 'amazon.co.uk', 'amazon.com', 'amazon.de', 'amazon.es', 'amazon.fr', 'americanexpress.com',
  'apple.com', 'baidu.com', 'bankofamerica.com', 'bbc.co.uk', 'binance.com', 'booking.com', 'chase.com', 'coinbase.com',
  'dhl.com', 'dhl.de', 'discord.com', 'dropbox.com', 'ebay.com', 'ebay.de', 'facebook.com', 'fedex.com', 'github.com',
  'gitlab.com', 'gmail.com', 'google.com', 'hsbc.com', 'icloud.com', 'instagram.com', 'linkedin.com', 'live.com',
  'mail.ru', 'microsoft.com', 'microsoftonline.com', 'mozilla.org', 'netflix.com', 'office.com', 'openai.com', 'orange.fr',
  'outlook.com', 'paypal.com', 'pinterest.com', 'reddit.com', 'roblox.com', 'sparkasse.de', 'spotify.com', 'steamcommunity.com',
  'steampowered.com', 'telegram.org', 'tiktok.com', 'twitter.com', 'ups.com', 'usps.com', 'vk.com', 'wellsfargo.com',
  'whatsapp.com', 'wikipedia.org', 'wordpress.com', 'yahoo.com', 'yandex.ru', 'youtube.com', 'zoom.us',
];
