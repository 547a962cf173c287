import type { SampleLocation } from './sample.types.ts';

// biome-ignore format: one country a line
const cities = {
  'Buenos Aires': ['', 'Argentina'], Neuquén: ['Neuquén', 'Argentina'],
  Melbourne: ['Victoria', 'Australia'], Brisbane: ['Queensland', 'Australia'],
  Ghent: ['Flanders', 'Belgium'],
  'São Paulo': ['SP', 'Brazil'], 'Porto Alegre': ['RS', 'Brazil'], Salvador: ['BA', 'Brazil'],
  Sofia: ['', 'Bulgaria'],
  Montréal: ['Québec', 'Canada'], Québec: ['Québec', 'Canada'], Vancouver: ['British Columbia', 'Canada'],
  Santiago: ['', 'Chile'],
  Hangzhou: ['Zhejiang', 'China'], Shenzhen: ['Guangdong', 'China'],
  Bogotá: ['', 'Colombia'], Medellín: ['Antioquia', 'Colombia'],
  Limassol: ['', 'Cyprus'],
  Brno: ['South Moravia', 'Czechia'], Prague: ['', 'Czechia'],
  Aarhus: ['', 'Denmark'],
  Tartu: ['', 'Estonia'],
  'Addis Ababa': ['', 'Ethiopia'],
  Tampere: ['Pirkanmaa', 'Finland'], Helsinki: ['Uusimaa', 'Finland'],
  Paris: ['Île-de-France', 'France'], Lyon: ['Auvergne-Rhône-Alpes', 'France'], Rennes: ['Bretagne', 'France'],
  Lille: ['Hauts-de-France', 'France'],
  Hamburg: ['', 'Germany'], Bremen: ['', 'Germany'], Rostock: ['Mecklenburg-Vorpommern', 'Germany'],
  Stuttgart: ['Baden-Württemberg', 'Germany'], Ulm: ['Baden-Württemberg', 'Germany'],
  Hannover: ['Niedersachsen', 'Germany'], München: ['Bayern', 'Germany'],
  Accra: ['', 'Ghana'],
  Piraeus: ['Attica', 'Greece'], Thessaloniki: ['', 'Greece'],
  Budapest: ['', 'Hungary'],
  Reykjavík: ['', 'Iceland'],
  Bengaluru: ['Karnataka', 'India'], Chennai: ['Tamil Nadu', 'India'], Pune: ['Maharashtra', 'India'],
  Kolkata: ['West Bengal', 'India'], Chandigarh: ['', 'India'],
  Jakarta: ['', 'Indonesia'], Denpasar: ['Bali', 'Indonesia'], Yogyakarta: ['', 'Indonesia'],
  Dublin: ['', 'Ireland'], Cork: ['', 'Ireland'],
  Haifa: ['', 'Israel'], Nazareth: ['', 'Israel'],
  Verona: ['Veneto', 'Italy'], Milano: ['Lombardia', 'Italy'],
  Osaka: ['', 'Japan'], Kyoto: ['', 'Japan'], Tokyo: ['', 'Japan'],
  Amman: ['', 'Jordan'],
  Nairobi: ['', 'Kenya'], Mombasa: ['', 'Kenya'],
  Riga: ['', 'Latvia'],
  'Ciudad de México': ['CDMX', 'Mexico'], Puebla: ['Puebla', 'Mexico'],
  Casablanca: ['', 'Morocco'],
  Utrecht: ['', 'Netherlands'], Wageningen: ['Gelderland', 'Netherlands'],
  Christchurch: ['Canterbury', 'New Zealand'], Auckland: ['', 'New Zealand'],
  Lagos: ['', 'Nigeria'], Abuja: ['FCT', 'Nigeria'],
  Bergen: ['Vestland', 'Norway'],
  Lima: ['', 'Peru'],
  Manila: ['', 'Philippines'],
  Kraków: ['Małopolska', 'Poland'], Tarnów: ['Małopolska', 'Poland'], Wrocław: ['Dolny Śląsk', 'Poland'],
  Szczecin: ['', 'Poland'], Warszawa: ['', 'Poland'],
  Lisboa: ['', 'Portugal'],
  'Cluj-Napoca': ['Cluj', 'Romania'],
  Singapore: ['', 'Singapore'],
  'Cape Town': ['Western Cape', 'South Africa'], Johannesburg: ['Gauteng', 'South Africa'],
  Durban: ['KwaZulu-Natal', 'South Africa'],
  Seoul: ['', 'South Korea'], Busan: ['', 'South Korea'],
  Málaga: ['Andalucía', 'Spain'], Sevilla: ['Andalucía', 'Spain'], Bilbao: ['País Vasco', 'Spain'],
  Barcelona: ['Cataluña', 'Spain'],
  Göteborg: ['', 'Sweden'], Stockholm: ['', 'Sweden'],
  Taipei: ['', 'Taiwan'],
  'Dar es Salaam': ['', 'Tanzania'],
  Bangkok: ['', 'Thailand'],
  Bursa: ['', 'Türkiye'], İstanbul: ['', 'Türkiye'],
  Lviv: ['', 'Ukraine'], Kyiv: ['', 'Ukraine'],
  Dubai: ['', 'United Arab Emirates'],
  Bristol: ['England', 'United Kingdom'], London: ['England', 'United Kingdom'], Leeds: ['England', 'United Kingdom'],
  Cardiff: ['Wales', 'United Kingdom'], Edinburgh: ['Scotland', 'United Kingdom'],
  Glasgow: ['Scotland', 'United Kingdom'],
  Austin: ['TX', 'United States'], 'San Antonio': ['TX', 'United States'], Denver: ['CO', 'United States'],
  Seattle: ['WA', 'United States'], Chicago: ['IL', 'United States'], Portland: ['OR', 'United States'],
  Minneapolis: ['MN', 'United States'], 'Saint Paul': ['MN', 'United States'], Duluth: ['MN', 'United States'],
  Pittsburgh: ['PA', 'United States'], Boston: ['MA', 'United States'], Cleveland: ['OH', 'United States'],
  'New York': ['NY', 'United States'], Miami: ['FL', 'United States'],
  'Thành phố Hồ Chí Minh': ['', 'Vietnam'], 'Hà Nội': ['', 'Vietnam'],
  Harare: ['', 'Zimbabwe'],
} satisfies Record<string, readonly [state: string, country: string]>;

/** Places as providers report them when they know no city. */
const areas = {
  'Greater Toronto Area': 'Canada',
  'Los Angeles Metropolitan Area': 'United States',
  'Randstad, Netherlands': 'Netherlands',
  'Remote, Gulf region': '',
};

export type SamplePlace = keyof typeof cities | keyof typeof areas;

const isArea = (place: SamplePlace): place is keyof typeof areas => place in areas;

export function toLocation(place: SamplePlace): SampleLocation {
  if (isArea(place)) {
    const country = areas[place];
    return { ...(country && { country }), raw: place };
  }
  const [state, country] = cities[place];
  return { city: place, ...(state && { state }), country };
}
