import type { Team } from './people.rows.ts';

// biome-ignore format: one person a line
export const africaAndMiddleEast: readonly Team[] = [
  { company: 'mavuno-juu', people: [
    ['Wanjiru', 'Kamotho', 'wanjiru', 'wanjiru-kamotho-mavuno', 'Chief Executive Officer', 'Nairobi', 'qualified', 'referral', { also: ['wanjiru.kamotho@barua.example'] }],
    ['Baraka', 'Ochiengo', 'baraka', 'baraka-ochiengo-mavuno', 'Head of Field Operations', 'Nairobi', 'contacted', 'referral'],
    ['Neema', 'Mwakisha', 'neema', 'neema-mwakisha-mavuno', 'Partnerships Manager', 'Dar es Salaam', 'new', 'event'],
    ['Achieng', 'Nyarondo', 'achieng', '', 'Credit Operations Lead', 'Mombasa', 'new', 'import'],
    ['ቴዎድሮስ', 'በላይነህ', 'tewodros', 'tewodros-belayneh-mavuno', 'Country Lead Ethiopia', 'Addis Ababa', 'new', 'referral', { short: 'Tewodros Belayneh' }],
  ] },
  { company: 'paywaka', people: [
    ['Ọmọlará', 'Fágbèmí', 'omolara.fagbemi', 'omolara-fagbemi-paywaka', 'Chief Executive Officer', 'Lagos', 'qualified', 'inbound', { short: 'Lara Fagbemi' }],
    ['Chukwuemeka', 'Nwabueze', 'emeka.nwabueze', 'emeka-nwabueze-paywaka', 'VP Engineering', 'Lagos', 'qualified', 'inbound', { short: 'Emeka', aliases: ['Emeka Nwabueze'] }],
    ['Hauwa', 'Garbati', 'hauwa.garbati', 'hauwa-garbati-paywaka', 'Head of Regulatory Affairs', 'Abuja', 'contacted', 'event'],
    ['Tochukwu', 'Ezeanyim', 'tochukwu.ezeanyim', 'tochukwu-ezeanyim-paywaka', 'Fraud Analytics Lead', 'Lagos', 'new', 'webinar'],
    ['Efua', 'Asantewaa Mensimah', 'efua.mensimah', 'efua-mensimah-paywaka', 'Country Manager Ghana', 'Accra', 'new', 'linkedin'],
    ['Damilola', 'Coker-Ajayi', '', 'damilola-coker-ajayi-paywaka', 'Merchant Success Manager', 'Lagos', 'contacted', 'linkedin'],
  ] },
  { company: 'tafelkop', people: [
    ['Pieter', 'van Schalkendal', 'pieter.vanschalkendal', 'pieter-van-schalkendal-tafelkop', 'Chief Executive Officer', 'Cape Town', 'lost', 'event'],
    ['Nomvula', 'Dlakavu', 'nomvula.dlakavu', 'nomvula-dlakavu-tafelkop', 'Head of Safety Systems', 'Johannesburg', 'lost', 'event'],
    ['Sipho', 'Mthethwana', 'sipho.mthethwana', 'sipho-mthethwana-tafelkop', 'Automation Engineer', 'Johannesburg', 'new', 'webinar'],
    ['Anneliese', 'Botmans', 'anneliese.botmans', '', 'Procurement Specialist', 'Cape Town', 'new', 'import'],
    ['Rajesh', 'Naidoonan', 'rajesh.naidoonan', 'rajesh-naidoonan-tafelkop', 'Chief Financial Officer', 'Durban', 'lost', 'apollo'],
    ['Tendai', 'Chikomborero', '', 'tendai-chikomborero-tafelkop', 'Regional Sales Manager', 'Harare', 'new', 'linkedin'],
  ] },
  { company: 'noor-alwaha', people: [
    ['فاطمة', 'الواحاتي', 'fatima.alwahati', 'fatima-alwahati-noor', 'Chief Executive Officer', 'Dubai', 'follow_up', 'event', { short: 'Fatima Al-Wahati' }],
    ['خالد', 'النعيماني', 'khalid.alnuaimani', 'khalid-alnuaimani-noor', 'Director of Leasing', 'Dubai', 'contacted', 'event', { short: 'Khalid Al-Nuaimani' }],
    ['رانيا', 'حدادين', 'rania.haddadin', 'rania-haddadin-noor', 'Marketing Manager', 'Amman', 'new', 'linkedin', { short: 'Rania Haddadin' }],
    ['Deepa', 'Varghese Kurian', 'deepa.kurian', 'deepa-varghese-kurian-noor', 'IT Director', 'Dubai', 'follow_up', 'webinar'],
    ['آرش', 'نیک‌روان', '', 'arash-nikravan-noor', 'Investment Analyst', 'Remote, Gulf region', 'new', 'linkedin', { short: 'Arash Nikravan' }],
    ['Leïla', 'Benchekroune', 'leila.benchekroune', 'leila-benchekroune-noor', 'Head of Customer Experience', 'Casablanca', 'new', 'apollo'],
  ] },
  { company: 'galyarok', people: [
    ['נועה', 'בן־גלים', 'noa', 'noa-ben-galim-galyarok', 'Chief Executive Officer', 'Haifa', 'contacted', 'event', { short: 'Noa Ben-Galim' }],
    ['איתי', 'שדמון', 'itai', 'itai-shadmon-galyarok', 'Head of Hydraulics', 'Haifa', 'new', 'event', { short: 'Itai Shadmon' }],
    ['Mariam', 'Khouriyeh', 'mariam', 'mariam-khouriyeh-galyarok', 'Pilot Projects Manager', 'Nazareth', 'contacted', 'referral'],
  ] },
  { company: 'kivilcim-tekstil', people: [
    ['Gökhan', 'Kıvılcımoğlu', 'g.kivilcimoglu', 'gokhan-kivilcimoglu-tekstil', 'Yönetim Kurulu Başkanı', 'Bursa', 'new', 'import'],
    ['Çağla', 'Öztürkmen', 'c.ozturkmen', 'cagla-ozturkmen-kivilcim', 'Export Director', 'İstanbul', 'contacted', 'import'],
    ['Şebnem', 'Ağaçdalı', 's.agacdali', 'sebnem-agacdali-kivilcim', 'Sustainability Manager', 'Bursa', 'new', 'import'],
    ['İlker', 'Tuğrulbaş', 'i.tugrulbas', '', 'ERP Project Lead', 'Bursa', 'new', 'import'],
  ] },
];
